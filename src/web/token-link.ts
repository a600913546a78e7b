import type { App } from "../core/context.ts";
import { hashToken } from "../core/secrets/token.ts";
import { checkLimit, count } from "./rate-limits.ts";
import type { WebContext } from "./web-context.ts";

/** What is said when the form's own token is stale. */
export const staleForm =
  "This page was open for too long, or in a second window, so nothing was done yet. Please send it once more.";

/** The token of a page that is reached by a link of ours. */
export function tokenOf(c: WebContext): string {
  return c.req.param("token") ?? "";
}

/** Counts one try of its form, by address and by link. */
export async function admitLink(c: WebContext): Promise<void> {
  await count(c.var.limits.forms, c.var.client);
  await count(c.var.limits.links, Buffer.from(hashToken(tokenOf(c))).toString("hex"));
}

/** What the link leads to. One that leads nowhere counts as a guess, and too many guesses end it. */
export async function followLink<Found extends { state: string }>(
  c: WebContext,
  load: (app: App, token: string) => Promise<Found>,
): Promise<Found> {
  await checkLimit(c.var.limits.guesses, c.var.client);
  const found = await load(c.var.app, tokenOf(c));
  if (found.state === "unknown") await count(c.var.limits.guesses, c.var.client);
  return found;
}

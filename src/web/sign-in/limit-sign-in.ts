import { setTimeout as sleep } from "node:timers/promises";
import { count, pastLimit } from "../rate-limits.ts";
import type { WebContext } from "../web-context.ts";
import { anyKnownBrowser, knownBrowser } from "./known-browser.ts";

const stepMs = 500;
const mostMs = 5_000;

/** Before the form is read: tries by one client, and apart from them those of a browser with which somebody has signed in. */
export function admitSignIn(c: WebContext): Promise<void> {
  const known = anyKnownBrowser(c);
  return count(c.var.limits.signIns, known ? `known.${known}` : c.var.client);
}

/**
 * Counts a try to sign in as `name`, a digest, whether there is somebody of that name or not. One client is refused after six. Many
 * together cannot lock anybody out: past their limit a try waits, five seconds at most, and a browser with which this
 * person has signed in before does not even wait. It has its own six.
 */
export async function limitSignIn(c: WebContext, name: string): Promise<void> {
  const { limits, client } = c.var;
  const known = knownBrowser(c, name);
  await count(limits.usernamesOfClient, `${name}.${known ? `known.${known}` : client}`);
  if (!known) await sleep(waitMs(await pastLimit(limits.usernames, name)));
}

/** How long a try waits that is so many past the limit of its user ID. */
export function waitMs(past: number): number {
  return Math.min(Math.max(past, 0) * stepMs, mostMs);
}

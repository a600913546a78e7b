import type { MiddlewareHandler } from "hono";
import { requireLevel } from "../../core/memberships/require-level.ts";
import { accountUserActor } from "../../core/users/account-user-actor.ts";
import { requireOwnSettings } from "../../core/users/require-own-settings.ts";
import { isUuid } from "../is-uuid.ts";
import { checkLimit, count } from "../rate-limits.ts";
import type { Route } from "../route.ts";
import type { WebContext, WebEnv } from "../web-context.ts";
import { signInPath } from "./paths.ts";
import { readSession } from "./session-cookie.ts";
import { userContext } from "./signed-in.ts";

export const ownPasswordPath = "/settings/password";

/** Stands before a page and its form: lets those in whom the route admits, as the database has it now. */
export function admission({ admits = "anyone", path }: Route): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    await readSignedIn(c);
    if (admits === "anyone") return next();
    const { signedIn } = c.var;
    if (!signedIn) return c.redirect(c.var.site.path(signInPath(c)), 303);
    const mustChoose = signedIn.user.mustChangePassword && !signedIn.actor.onlyAccountId;
    if (mustChoose && path !== ownPasswordPath && path !== "/sign-out")
      return c.redirect(c.var.site.path(ownPasswordPath), 303);
    if (admits === "settings") await requireOwnSettings(userContext(c));
    if (admits === "account" || admits === "administrator") await readMembership(c, admits, path);
    return next();
  };
}

async function readSignedIn(c: WebContext): Promise<void> {
  const session = await readSession(c, "session");
  if (!session?.user) return;
  c.set("signedIn", { user: session.user, actor: accountUserActor(session, session.user) });
}

/** Each refusal is recorded, so that whoever goes on trying is stopped before. */
async function readMembership(
  c: WebContext,
  admits: "account" | "administrator",
  path: string,
): Promise<void> {
  const ctx = userContext(c);
  const asked = c.req.param("account") ?? c.req.query("account") ?? ctx.actor.onlyAccountId ?? "";
  await checkLimit(c.var.limits.refusals, ctx.actor.id);
  const needs = admits === "administrator" ? "Administrator" : "Access";
  // No Account has this id; what is no id at all is none either.
  const accountId = isUuid(asked) ? asked : "00000000-0000-0000-0000-000000000000";
  const membership = await requireLevel(ctx, { accountId, needs, for: path }).catch(
    async (error: unknown) => {
      await count(c.var.limits.refusals, ctx.actor.id);
      throw error;
    },
  );
  c.set("membership", membership);
}

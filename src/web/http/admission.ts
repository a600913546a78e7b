import type { MiddlewareHandler } from "hono";
import { requireLevel } from "../../core/kernel/levels/require-level.ts";
import { zoneOfAccount } from "../../core/kernel/time/account-zone.ts";
import { accountUserActor } from "../../core/users/sign-in.ts";
import { requireOwnSettings } from "../../core/users/change-names.ts";
import { checkLimit, count } from "./rate-limits.ts";
import type { Route } from "./form-route.ts";
import {
  type WebContext,
  type WebEnv,
  type Site,
  dropCookie,
  readCookie,
  writeCookie,
} from "./web-context.ts";
import { userContext } from "./signed-in.ts";
import { isUuid } from "../../core/kernel/text/uuid.ts";
import { findSession, type FoundSession, type Browser } from "../../core/kernel/sessions/find-session.ts";

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
  c.set("timeZone", await zoneOfAccount(ctx, membership.account));
}

/** Where somebody signs in, to go on to the page that they asked for. */
function signInPath(c: WebContext): string {
  const url = new URL(c.req.url);
  const prefix = c.var.site.path("");
  const path = url.pathname.startsWith(`${prefix}/`) ? url.pathname.slice(prefix.length) : url.pathname;
  const returnUrl = path + (c.req.method === "GET" ? url.search : "");
  return `/sign-in?returnUrl=${encodeURIComponent(returnUrl)}`;
}

/**
 * A path of this site, for whatever an address claims to lead back to; `otherwise` for anything that could lead elsewhere:
 * another origin in any of the ways in which browsers read one, backslashes, control characters.
 */
export function ownPath(site: Site, given: string | undefined | null, otherwise: string): string {
  if (!given || given.length > 2000 || !/^\/(?![/\\])[\x21-\x7E]*$/.test(given) || given.includes("\\"))
    return otherwise;
  if (!URL.canParse(given, site.origin)) return otherwise;
  const { origin, pathname, search } = new URL(given, site.origin);
  // What is left after "/.." and the like may begin with two slashes.
  return origin === site.origin && !pathname.startsWith("//") ? pathname + search : otherwise;
}

/** Of a User, or of a Console User at the operator's pages. One browser may have both. */
type SessionCookie = "session" | "console-session";

/** Whose browser this is while its session lasts; read from the database each time. */
export async function readSession(c: WebContext, name: SessionCookie): Promise<FoundSession | undefined> {
  const token = readCookie(c, name);
  const session = token ? await findSession(c.var.app, token) : undefined;
  const holderId = name === "session" ? session?.userId : session?.consoleUserId;
  return holderId ? session : undefined;
}

/** What a new session is to know of this browser. */
export function browserOf(c: WebContext, name: SessionCookie): Browser {
  const userAgent = c.req.header("user-agent") ?? "";
  return { userAgent, address: c.var.client, token: readCookie(c, name) };
}

/** As long as the browser is open: how long it lasts is for the row to say. */
export function rememberSession(c: WebContext, name: SessionCookie, token: string): void {
  writeCookie(c, name, token, { sameSite: "Lax" });
}

export function forgetSession(c: WebContext, name: SessionCookie): void {
  dropCookie(c, name);
}

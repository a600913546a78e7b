import type { MiddlewareHandler } from "hono";
import { enterNamed, refusePartnerLevel } from "../../core/api-clients/enter-by-api-id.ts";
import { findCaller } from "../../core/api-clients/issue-access-token.ts";
import type { Permission } from "../../core/kernel/access/access.ts";
import { requireOfCall } from "../../core/kernel/levels/work-in-account.ts";
import { type ApiContext, type ApiEnv, unauthorized } from "../http/api-errors.ts";

export const accountHeader = "X-Cyclr-Account";

/** Lets in whoever brings an access token: in the header Authorization alone, never by a cookie or an address. */
export const authenticate: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const header = c.req.header("authorization");
  if (header === undefined) throw unauthorized("Send an access token: Authorization: Bearer {access_token}.");
  const token = /^Bearer +([\w-]{1,200}) *$/i.exec(header)?.[1];
  const caller = token && (await findCaller(c.var.app, { token, apiId: accountNamed(c) }));
  if (!caller) throw unauthorized("This access token is unknown, has ended or was revoked.", "invalid_token");
  c.set("actor", caller.actor);
  c.set("named", caller.account);
  await next();
};

/** A token that is restricted to an Account stays in it. */
export const requirePartnerLevel: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const { app, actor } = c.var;
  if (actor.onlyAccountId !== null) await refusePartnerLevel({ ...app, actor }, attempted(c));
  await next();
};

/** The permission that the call needs, as whoever does the same in Slack; it is looked at again at the write. */
export const requireNeeds =
  (needs: Permission | null): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    if (needs !== null) {
      const { app, actor } = c.var;
      c.set("actor", { ...actor, needs });
      await requireOfCall({ ...app, actor }, needs, attempted(c));
    }
    await next();
  };

/** The Account that the call is about. */
export const requireAccount: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (!accountNamed(c)) throw unauthorized(`Name the Account by its API ID, in the header ${accountHeader}.`);
  const { app, actor, named } = c.var;
  c.set("account", await enterNamed({ ...app, actor }, { account: named, attempted: attempted(c) }));
  await next();
};

/** The same where the call names an Account, which it need not. */
export const requireAccountIfNamed: MiddlewareHandler<ApiEnv> = async (c, next) => {
  await (accountNamed(c) ? requireAccount(c, next) : next());
};

/** Undefined where the call names none. */
const accountNamed = (c: ApiContext) => c.req.header(accountHeader)?.trim() || undefined;

/** What the audit calls a call that is refused. */
function attempted(c: ApiContext): string {
  return `${c.req.method} ${c.req.routePath}`;
}

import { accountLabel } from "../accounts/account-name.ts";
import { requirePermission } from "../console-users/require-permission.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { zoneOf } from "../time/time-zone.ts";
import { endDueGrants } from "./end-due-grants.ts";
import { recordGrantEnd } from "./record-grant-end.ts";
import { standingWords } from "./standing-words.ts";

/**
 * Ends a temporary grant before its time: for whoever asked for it, and for everybody who may take Administrator. Says what
 * has become of the User. Throws forbidden, not-found and, where it has ended, conflict.
 */
export async function giveBack(ctx: Context<ConsoleUserActor>, grantId: string): Promise<string> {
  const grant = await ctx.db.administratorGrant.findUnique({
    where: { id: grantId },
    select: { membershipId: true, request: { select: { requesterId: true } } },
  });
  if (grant?.request?.requesterId !== ctx.actor.id) await requirePermission(ctx, "users:edit", "give-back");
  if (!grant) throw new DomainError("not-found", "This grant is gone: there is nothing to give back.");
  await endDueGrants(ctx, { membershipId: grant.membershipId });
  const { name: by } = ctx.actor;
  const end = await transact(ctx, (tx, after) =>
    recordGrantEnd(tx, after, ctx, grantId, { now: ctx.clock(), by }),
  );
  if (!end) throw new DomainError("conflict", "This has ended already. Nothing was changed.");
  const { membership } = end.grant;
  const has = `${membership.user.username} has ${standingWords(end.after, zoneOf(ctx.actor))}`;
  const none = end.last ? " The Account has no Administrator any more." : "";
  return `Given back. ${has} on ${accountLabel(membership.account)}.${none}`;
}

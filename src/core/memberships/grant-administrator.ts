import { accountLabel } from "../accounts/account-name.ts";
import { lockAccount } from "../accounts/load-account.ts";
import { recordAudit } from "../audit/record-audit.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { applyOnce } from "../requests/apply-once.ts";
import { defineRequest } from "../requests/define-request.ts";
import type { RequestRow } from "../requests/request-kind.ts";
import { zoneOf } from "../time/time-zone.ts";
import { credentialWarnings } from "../users/handed-credentials.ts";
import { auditedStanding } from "./audited-standing.ts";
import { endDueGrants } from "./end-due-grants.ts";
import { endGrantTask } from "./end-grant.ts";
import { findMembership } from "./find-membership.ts";
import { grantAdministratorCard } from "./grant-administrator-card.ts";
import { endOf, type GrantAdministratorInput, grantAdministratorInput } from "./grant-administrator-input.ts";
import { grantNote } from "./grant-note.ts";
import { changeBy, type GrantChange, grantEffect, howLongWords } from "./grant-words.ts";
import { standingAt } from "./level.ts";
import { invalidateOffers } from "./invalidate-grants.ts";

/** Makes a member of an Account its Administrator, for a time or for good. Says nothing about sub-accounts or the parent. */
export const grantAdministratorRequest = defineRequest({
  kind: "grant-admin",
  input: grantAdministratorInput,
  needs: "users:edit",

  async plan(ctx, input) {
    const now = ctx.clock();
    const { user, account, grants } = await findMembership(ctx.db, input);
    const [standing, end, zone] = [standingAt(grants, now), endOf(input, now), zoneOf(ctx.actor)];
    const length = howLongWords(input, zone);
    return {
      accountId: account.id,
      grantsAdministrator: true,
      beneficiaries: user.emailKey ? [user.emailKey] : [],
      openKey: `level:${user.id}:${account.id}`,
      what: `Administrator of ${accountLabel(account)} for ${user.username}${length && `, ${length}`}`,
      effects: [
        grantEffect({ who: user.username, where: accountLabel(account), standing, end, length, zone }),
      ],
      warnings: [...credentialWarnings(user), ...(input.readAs ? [input.readAs] : [])],
      asks: false,
    };
  },

  async run(ctx, request, input) {
    const { userId, accountId } = input;
    await endDueGrants(ctx, { membership: { userId, accountId } });
    return applyOnce(ctx, request, (tx, after) => grant(ctx, tx, after, request, input));
  },

  card: grantAdministratorCard,
  note: grantNote,
});

async function grant(
  ctx: Context<ConsoleUserActor>,
  tx: Transaction,
  after: After,
  request: RequestRow,
  input: GrantAdministratorInput,
): Promise<GrantChange> {
  const now = ctx.clock();
  // One at a time in an Account, so that none misses that the last Administrator goes.
  await lockAccount(tx, input.accountId);
  const { id, user, grants } = await findMembership(tx, input);
  const end = endOf(input, now);
  const before = standingAt(grants, now);
  const change = changeBy(before, end);
  if (change === "already") return change;
  const interval = { startsAt: now, endsAt: end };
  const made = await tx.administratorGrant.create({
    data: { ...interval, membershipId: id, requestId: request.id, reason: request.reason },
    select: { id: true },
  });
  if (end) after.dispatch(endGrantTask(made.id));
  const standing = standingAt([...grants, interval], now);
  // Whoever was offered to extend an earlier one reads that it goes on.
  await invalidateOffers(tx, after, [id], now);
  await recordAudit(tx, ctx, {
    action: "administrator-granted",
    subject: { kind: "user", id: user.id, name: user.username },
    accountId: input.accountId,
    requestId: request.id,
    before: auditedStanding(before),
    after: auditedStanding(standing),
  });
  return change;
}

import { accountNamed, userNamed } from "../kernel/names/deleted-names.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import { becauseAtEnd, reason, suspensionWords } from "../kernel/levels/suspension.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import { defineChange } from "../kernel/requests/define-change.ts";
import type { RequestRow } from "../kernel/requests/request-kind.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { membershipInput } from "./end-grant.ts";
import { levelAt } from "../kernel/levels/require-level.ts";
import { otherAdministrators } from "./record-grant-end.ts";
import type { Card } from "../kernel/chat/chat.ts";
import type { App } from "../context.ts";
import { keysOf } from "../users/handed-credentials.ts";
import { sentInvitationWords } from "../users/sent-invitations.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { hint } from "../kernel/text/command-hint.ts";

const include = { user: true, account: true, grants: true } as const;

type FoundMembership = Prisma.MembershipGetPayload<{ include: typeof include }>;

/** The Membership of one User in one Account. Throws not-found, at the field of the one that is missing. */
export async function findMembership(
  db: App["db"] | Transaction,
  { userId, accountId }: { userId: string; accountId: string },
): Promise<FoundMembership> {
  const found = await db.membership.findUnique({
    where: { userId_accountId: { userId, accountId } },
    include,
  });
  if (found) return found;
  const user = await db.user.findUnique({ where: { id: userId } });
  if (!user) throw new DomainError("not-found", "This User no longer exists. Choose another.", "userId");
  const account = await db.account.findUnique({ where: { id: accountId } });
  if (!account)
    throw new DomainError("not-found", "This Account no longer exists. Choose another.", "accountId");
  const advice = `${hint("add-accounts")} ${user.username} to ${account.apiId} makes them one.`;
  throw new DomainError(
    "not-found",
    `${user.username} is not a member of ${accountLabel(account)}. ${advice}`,
    "userId",
  );
}

export const membershipSuspensionInput = membershipInput.extend({ because: reason });

/** Suspends one User in one Account, who keeps the level and every other Account. */
export const suspendMembershipRequest = defineChange({
  kind: "suspend-membership",
  input: membershipSuspensionInput,
  needs: "users:edit",
  undo: `${hint("resume")} ends the suspension.`,

  async plan(ctx, input) {
    const now = ctx.clock();
    const membership = await findMembership(ctx.db, input);
    const { user, account, grants } = membership;
    const on = `${user.username} on ${accountLabel(account)}`;
    const level = levelAt(grants, now);
    const last = level === "Administrator" && (await otherAdministrators(ctx.db, input, now)) === 0;
    const suspends = membership.suspendedAt === null;
    return {
      accountId: account.id,
      dedupeKey: `suspension:${user.id}:${account.id}`,
      what: `the suspension of ${on}`,
      effects: suspends
        ? [`${on} is suspended${becauseAtEnd(input.because)} The level ${level} and other Accounts stay.`]
        : [`${on} is ${suspensionWords(membership)} already: nothing would change.`],
      warnings: suspends
        ? [
            ...(last ? [`${accountLabel(account)} is left without an active Administrator.`] : []),
            ...(await sentInvitationWords(
              ctx.db,
              { userId: user.id, accountId: account.id, username: user.username },
              now,
              { suspending: true },
            )),
          ]
        : [],
      needsConfirmation: suspends,
    };
  },

  change: {
    async apply(ctx, tx, _after, input, { requestId }) {
      const { id, user } = await findMembership(tx, input);
      const { count } = await tx.membership.updateMany({
        where: { id, suspendedAt: null },
        data: { suspendedAt: ctx.clock(), suspendedBecause: input.because },
      });
      if (count === 0) return "already";
      await recordAudit(tx, ctx, {
        action: "membership-suspended",
        subject: { kind: "user", id: user.id, name: user.username },
        accountId: input.accountId,
        requestId,
        before: { suspended: false },
        after: { suspended: true, because: input.because },
      });
      return "suspended";
    },
  },

  async card(app, request, input) {
    const fields = await membershipFields(app, request, input.userId);
    const changed = request.outcome === "suspended";
    return standardCard(app, request, {
      noun: "Suspension",
      fields: [...fields, ...(input.because ? [["Because", input.because] as [string, string]] : [])],
      done: changed ? "User suspended on the Account" : "User already suspended",
      note: changed ? "The level and other Accounts do not change." : "There was nothing to change.",
    });
  },
});

/** Whose Membership, and of which Account, as a card shows it. */
export async function membershipFields(
  app: Pick<App, "db">,
  request: RequestRow,
  userId: string,
): Promise<Card["fields"]> {
  return [
    ["User", await userNamed(app, userId)],
    ["Account", await accountNamed(app, request)],
  ];
}

/** Ends the suspension of one User in one Account. */
export const resumeMembershipRequest = defineChange({
  kind: "resume-membership",
  input: membershipSuspensionInput,
  needs: "users:edit",
  undo: `${hint("suspend")} suspends it again.`,

  async plan(ctx, input) {
    const membership = await findMembership(ctx.db, input);
    const { user, account, grants } = membership;
    const on = `${user.username} on ${accountLabel(account)}`;
    const level = levelAt(grants, ctx.clock());
    return {
      accountId: account.id,
      grantsAdministrator: membership.suspendedAt !== null && level === "Administrator",
      beneficiaries: keysOf(user),
      dedupeKey: `suspension:${user.id}:${account.id}`,
      what: `the end of the suspension of ${on}`,
      effects: [
        membership.suspendedAt
          ? `${on}, ${suspensionWords(membership)}, is resumed with the level ${level}${becauseAtEnd(input.because)}`
          : `${on} is not suspended: nothing would change.`,
      ],
      warnings: account.suspendedAt ? [`${accountLabel(account)} itself stays suspended.`] : [],
      needsConfirmation: false,
    };
  },

  change: {
    async apply(ctx, tx, _after, input, { requestId }) {
      const { id, user, suspendedBecause } = await findMembership(tx, input);
      const { count } = await tx.membership.updateMany({
        where: { id, suspendedAt: { not: null } },
        data: { suspendedAt: null, suspendedBecause: null },
      });
      if (count === 0) return "already";
      await recordAudit(tx, ctx, {
        action: "membership-resumed",
        subject: { kind: "user", id: user.id, name: user.username },
        accountId: input.accountId,
        requestId,
        before: { suspended: true, because: suspendedBecause },
        after: { suspended: false, because: input.because },
      });
      return "resumed";
    },
  },

  async card(app, request, input) {
    const fields = await membershipFields(app, request, input.userId);
    const changed = request.outcome === "resumed";
    return standardCard(app, request, {
      noun: "Resumption",
      fields: [...fields, ...(input.because ? [["Because", input.because] as [string, string]] : [])],
      done: changed ? "User resumed on the Account" : "User not suspended",
      note: changed ? "The level has not changed." : "There was nothing to change.",
    });
  },
});

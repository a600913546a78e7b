import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { shorten } from "../chat/mrkdwn.ts";
import type { App, ConsoleUserActor, Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { invalidateGrants } from "../memberships/invalidate-grants.ts";
import { applyOnce } from "../requests/apply-once.ts";
import { defineRequest } from "../requests/define-request.ts";
import type { RequestRow } from "../requests/request-kind.ts";
import { standardCard } from "../requests/standard-card.ts";
import { counted } from "../text/counted.ts";
import { openInvitationsOf, staysOpenWords } from "./open-invitations-of.ts";
import { loadUser } from "./reset-password.ts";
import { lastAdministratorWarnings, userLosses, userLossWords } from "./user-losses.ts";
import { userLabel } from "./user-name.ts";

export const deleteUserInput = z.object({ userId: z.uuid("Choose a User.") });

const deleted = "user-deleted";

/** Deletes a User everywhere: every Membership and every link goes along. The audit keeps who it was. */
export const deleteUserRequest = defineRequest({
  kind: "delete-user",
  input: deleteUserInput,
  needs: "users:manage",

  async plan(ctx, { userId }) {
    const now = ctx.clock();
    const user = await loadUser(ctx.db, userId);
    const losses = await userLosses(ctx.db, userId, now);
    const invitations = await openInvitationsOf(ctx.db, { emailKey: user.emailKey, now });
    return {
      accountIds: losses.map(({ account }) => account.id),
      openKey: `delete-user:${userId}`,
      what: `the deletion of the User ${user.username}`,
      effects: [
        `The User ${shorten(userLabel(user), 200)} is deleted, and loses ${counted(losses.length, "Account")}.`,
        ...userLossWords(losses),
      ],
      warnings: [
        ...lastAdministratorWarnings(losses),
        "This cannot be undone. /cyclr remove-user takes a single Account instead.",
        ...staysOpenWords(invitations),
      ],
      asks: true,
    };
  },

  run: (ctx, request, { userId }) =>
    applyOnce(ctx, request, (tx, after) => remove(ctx, tx, after, request, userId)),

  async card(app, request, { userId }) {
    const gone = await deletionOf(app, request.id);
    const user = await app.db.user.findUnique({ where: { id: userId } });
    const already = request.outcome === "already";
    return standardCard(app, request, {
      noun: "User deletion",
      fields: [["User", gone?.subjectName ?? (user ? userLabel(user) : "a User who was deleted")]],
      done: already ? "User deleted before" : "User deleted",
      note: already
        ? "Nothing had to be changed."
        : `Gone everywhere, with ${counted(accountsIn(gone?.before), "Account")}. The audit keeps who it was.`,
    });
  },
});

async function remove(
  ctx: Context<ConsoleUserActor>,
  tx: Transaction,
  after: After,
  request: RequestRow,
  userId: string,
): Promise<"deleted" | "already"> {
  // Held, so that no Account is added between what is read and what is deleted.
  await tx.$queryRaw`SELECT "id" FROM "User" WHERE "id" = ${userId}::uuid FOR UPDATE`;
  const user = await tx.user.findUnique({ where: { id: userId } });
  if (!user) return "already";
  const losses = await userLosses(tx, userId, ctx.clock());
  await invalidateGrants(tx, after, { membership: { userId }, endedAt: null }, ctx.clock());
  await tx.user.delete({ where: { id: userId } });
  const { username, firstName, lastName, email } = user;
  for (const { account, level } of losses)
    await recordAudit(tx, ctx, {
      action: "membership-removed",
      subject: { kind: "user", id: userId, name: username },
      accountId: account.id,
      requestId: request.id,
      before: { level },
    });
  await recordAudit(tx, ctx, {
    action: deleted,
    subject: { kind: "user", id: userId, name: userLabel(user) },
    requestId: request.id,
    before: { username, firstName, lastName, email, accounts: losses.length },
  });
  return "deleted";
}

/** What the audit has kept of the User whom a Request deleted. */
function deletionOf({ db }: App, requestId: string) {
  return db.auditEvent.findFirst({ where: { requestId, action: deleted } });
}

function accountsIn(before: unknown): number {
  return z.object({ accounts: z.number() }).safeParse(before).data?.accounts ?? 0;
}

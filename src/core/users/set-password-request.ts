import { hint } from "../kernel/text/command-hint.ts";
import { z } from "zod";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { User } from "../generated/prisma/client.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import { withdrawLinks } from "../kernel/links/secret-link.ts";
import { userNamed } from "../kernel/names/deleted-names.ts";
import { userLabel } from "../kernel/names/user-name.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { listed } from "../kernel/requests/administrators-to-be.ts";
import { defineRequest } from "../kernel/requests/request-kind.ts";
import { applyOnce } from "../kernel/requests/require-approved.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { endSessions } from "../kernel/sessions/find-session.ts";
import { dropValues, takenValues } from "../values/taken-values.ts";
import { accountsAdministered, keysOf, refuseInvitedAdministrator } from "./handed-credentials.ts";
import { noticeMailing } from "./notice-mailing.ts";
import { askAnewToRaise } from "./raising-requests.ts";
import { loadUser, resetPasswordRequest } from "./reset-password.ts";

export const setPasswordInput = z.object({ userId: z.uuid("Choose a User.") });

const kept = z.object({ passwordHash: z.string() });

/** Gives a User the password that an application has chosen, which waits as a sealed hash: see `wishFor`. */
export const setPasswordRequest = defineRequest({
  kind: "set-password",
  input: setPasswordInput,
  needs: "users:edit",
  undo: `${hint("reset-password")} lets them choose another; the password that was before is gone.`,

  async plan(ctx, { userId }) {
    const user = await loadUser(ctx.db, userId);
    const now = ctx.clock();
    await refuseInvitedAdministrator(ctx.db, { ...user, field: "userName" }, now);
    const memberships = await ctx.db.membership.findMany({ where: { userId }, select: { accountId: true } });
    const administered = await accountsAdministered(ctx.db, userId, now);
    const who = `whoever knows the new password of ${user.username}`;
    return {
      accountIds: memberships.map(({ accountId }) => accountId),
      grantsAdministrator: administered.length > 0,
      administrators: listed(administered.map((account) => ({ who, account }))),
      beneficiaries: keysOf(user),
      judgedAs: resetPasswordRequest.kind,
      dedupeKey: `set-password:${userId}`,
      what: `another password for ${user.username}`,
      effects: [
        `${userLabel(user)} gets the password that ${ctx.actor.name} has chosen. Every session of theirs ends.`,
      ],
      warnings:
        administered.length > 0
          ? [`${user.username} is Administrator, or is to become one: ${who} can act as one.`]
          : [],
      needsConfirmation: false,
    };
  },

  run: (ctx, request, { userId }) =>
    applyOnce(ctx, request, async (tx, after) => {
      const read = kept.safeParse(await takenValues({ ...ctx, db: tx as typeof ctx.db }, request.id));
      if (!read.success)
        throw new DomainError(
          "expired",
          "The new password is no longer there. Nothing was changed; send it again.",
        );
      await tx.$queryRaw`SELECT "id" FROM "User" WHERE "id" = ${userId}::uuid FOR UPDATE`;
      const user = await loadUser(tx, userId);
      await refuseInvitedAdministrator(tx, { ...user, field: "userName" }, ctx.clock());
      await writePassword(ctx, tx, after, { user, requestId: request.id, ...read.data });
      await dropValues(tx, request.id);
      return "set";
    }),

  async card(app, request, { userId }) {
    const user = await app.db.user.findUnique({ where: { id: userId } });
    return standardCard(app, request, {
      noun: "Password",
      fields: [["User", user ? userLabel(user) : await userNamed(app, userId)]],
      done: "Password set",
      note: "Every session of this User has ended.",
    });
  },
});

interface NewPassword {
  user: User;
  passwordHash: string;
  requestId: string | null;
}

/** Writes a password that an application has chosen. The caller holds the User's row, and has asked whether it may. */
export async function writePassword(
  ctx: Context<ConsoleUserActor>,
  tx: Transaction,
  after: After,
  { user, passwordHash, requestId }: NewPassword,
): Promise<void> {
  const data = { passwordHash, mustChangePassword: false, ownPasswordAt: null };
  await tx.user.update({ where: { id: user.id }, data, select: { id: true } });
  await withdrawLinks(tx, { userId: user.id, purpose: { in: ["password", "email"] } });
  await endSessions(tx, { userId: user.id });
  const because = `The application ${ctx.actor.name} has set the password of ${user.username} after this was requested. It needs approval again.`;
  await askAnewToRaise(ctx, tx, after, { user, because });
  const about = { notice: "password-set", username: user.username, by: ctx.actor.name } as const;
  if (user.email) await noticeMailing.write(tx, after, { ...about, to: user.email }, ctx.clock());
  await recordAudit(tx, ctx, {
    action: "password-set",
    subject: { kind: "user", id: user.id, name: user.username },
    requestId,
  });
}

import { hint } from "../kernel/text/command-hint.ts";
import { z } from "zod";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { ConsoleUserActor, Context, App } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import type { After } from "../kernel/outbox/transact.ts";
import type { ConsoleUser, Prisma } from "../generated/prisma/client.ts";
import { type ChangeOrigin, defineChange } from "../kernel/requests/define-change.ts";
import { invalidateWaiting } from "../kernel/requests/invalidate-card.ts";
import { endSessions } from "../kernel/sessions/find-session.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { counted } from "../kernel/text/counted.ts";
import { accessOf, noAccess, accessWords } from "../kernel/access/access.ts";
import { unlinked } from "./chat-link.ts";
import { nameOf } from "../kernel/access/console-user-actor.ts";
import { consoleUserLabel } from "./invite-console-user.ts";
import {
  auditRefusals,
  lockAccess,
  requireAccessChange,
  type Reading,
} from "../kernel/access/require-access-change.ts";
import { countWaiting, stopRequests } from "./stop-requests.ts";
import { openAt } from "../kernel/links/secret-link.ts";
import { endConsoleInvitations } from "./expire-console-invitations.ts";
import { DomainError } from "../kernel/errors.ts";

const openBy = (requesterId: string, now: Date): Prisma.SecretLinkWhereInput => ({
  ...openAt(now),
  consoleInvitation: { request: { requesterId } },
});

function openInvitationsBy({ db, clock }: App, requesterId: string): Promise<number> {
  return db.secretLink.count({ where: openBy(requesterId, clock()) });
}

export const removeConsoleUserInput = z.object({ consoleUserId: z.uuid("Choose a Console User.") });

/** Takes somebody out of the Partner Console, and stops what they asked for and what still waits. */
export const removeConsoleUserRequest = defineChange({
  kind: "remove-console-user",
  input: removeConsoleUserInput,
  needs: "console-users:manage",
  undo: `${hint("invite-console-user")} invites them anew.`,

  async plan(ctx, { consoleUserId }) {
    const user = await consoleUserById(ctx, consoleUserId);
    await auditRefusals(ctx, { id: user.id }, () => requireRemoval(ctx, ctx.actor, user));
    return {
      dedupeKey: `remove-console-user:${user.id}`,
      what: `removing ${consoleUserLabel(user)} from the Console Users`,
      effects: await effects(ctx, user),
      warnings: user.id === ctx.actor.id ? ["This is you. You could not undo it yourself."] : [],
      needsConfirmation: true,
    };
  },

  change: {
    around: (ctx, { consoleUserId }, work) => auditRefusals(ctx, { id: consoleUserId }, work),
    apply: remove,
    async follow(ctx, { consoleUserId }, { requestId }) {
      const { name } = ctx.actor;
      const because = `The requester was removed from the Console Users by ${name}, so it was stopped.`;
      await stopRequests(ctx, consoleUserId, { except: requestId, because });
      await endConsoleInvitations(ctx, ctx, openBy(consoleUserId, ctx.clock()), "console-invitation-revoked");
      await invalidateWaiting(ctx);
    },
  },

  async card(app, request, { consoleUserId }) {
    const user = await app.db.consoleUser.findUnique({ where: { id: consoleUserId } });
    return standardCard(app, request, {
      noun: "Removal of a Console User",
      fields: [["Console User", user ? consoleUserLabel(user) : "a Console User who is gone"]],
      done: "Console User removed",
      note: "No command works for them any more, and their waiting requests were stopped.",
    });
  },
});

function requireRemoval(
  reading: Parameters<typeof requireAccessChange>[0],
  actor: ConsoleUserActor,
  user: ConsoleUser,
): Promise<void> {
  const target = { id: user.id, name: nameOf(user) };
  return requireAccessChange(reading, actor, { target, before: accessOf(user), after: noAccess });
}

async function effects(ctx: Context, user: ConsoleUser): Promise<string[]> {
  const name = nameOf(user);
  const waiting = await countWaiting(ctx, user.id);
  const open = await openInvitationsBy(ctx, user.id);
  return [
    `${name} loses: ${accessWords(accessOf(user))}.`,
    user.chatUserId ? "The link to their Slack user is removed." : "They are not linked to a Slack user.",
    ...(waiting > 0 ? [`Stopped: ${counted(waiting, "request")} of theirs that still waited.`] : []),
    ...(open > 0 ? [`Withdrawn: ${counted(open, "open invitation")} to the Console that they sent.`] : []),
  ];
}

async function remove(
  ctx: Context<ConsoleUserActor>,
  tx: Transaction,
  _after: After,
  { consoleUserId }: z.infer<typeof removeConsoleUserInput>,
  { requestId }: ChangeOrigin,
): Promise<"removed"> {
  const actor = await lockAccess(tx, ctx.actor);
  const user = await consoleUserById({ db: tx }, consoleUserId);
  await requireRemoval({ db: tx }, actor, user);
  const data = { removedAt: ctx.clock(), passwordHash: null, ...unlinked };
  await tx.consoleUser.update({ where: { id: user.id }, data });
  await endSessions(tx, { consoleUserId: user.id });
  await recordAudit(tx, ctx, {
    action: "console-user-removed",
    subject: { kind: "console-user", id: user.id, name: nameOf(user) },
    requestId,
    before: { access: accessWords(accessOf(user)), chatUserId: user.chatUserId },
    after: { removed: true, chatUserId: null },
  });
  return "removed";
}

/** A Console User who was not removed. Throws not-found. */
export async function consoleUserById({ db }: Reading, id: string): Promise<ConsoleUser> {
  const user = await db.consoleUser.findUnique({ where: { id } });
  if (user && !user.removedAt) return user;
  throw new DomainError(
    "not-found",
    "This person is no longer a Console User. Choose another.",
    "consoleUserId",
  );
}

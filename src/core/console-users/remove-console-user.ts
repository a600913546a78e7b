import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import type { ConsoleUser } from "../generated/prisma/client.ts";
import { applyOnce } from "../requests/apply-once.ts";
import { defineRequest } from "../requests/define-request.ts";
import { invalidateWaiting } from "../requests/invalidate-waiting.ts";
import { endSessions } from "../sessions/end-sessions.ts";
import { standardCard } from "../requests/standard-card.ts";
import { counted } from "../text/counted.ts";
import { accessOf, noAccess } from "./access.ts";
import { unlinked } from "./chat-link.ts";
import { consoleUserById } from "./console-user-by-id.ts";
import { nameOf } from "./console-user-name.ts";
import { consoleUserLabel } from "./console-user-words.ts";
import { accessWords } from "./permission-words.ts";
import { auditRefusals, lockAccess, requireAccessChange } from "./require-access-change.ts";
import { openInvitationsBy, revokeInvitationsBy } from "./revoke-invitations.ts";
import { countWaiting, stopRequests } from "./stop-requests.ts";

export const removeConsoleUserInput = z.object({ consoleUserId: z.uuid("Choose a Console User.") });

/** Takes somebody out of the Partner Console, and stops what they asked for and what still waits. */
export const removeConsoleUserRequest = defineRequest({
  kind: "remove-console-user",
  input: removeConsoleUserInput,
  needs: "console-users:manage",

  async plan(ctx, { consoleUserId }) {
    const user = await consoleUserById(ctx, consoleUserId);
    await auditRefusals(ctx, { id: user.id }, () => requireRemoval(ctx, ctx.actor, user));
    return {
      openKey: `console-user:${user.id}`,
      what: `removing ${consoleUserLabel(user)} from the Console Users`,
      effects: await effects(ctx, user),
      warnings: user.id === ctx.actor.id ? ["This is you. You could not undo it yourself."] : [],
      asks: true,
    };
  },

  async run(ctx, request, { consoleUserId }) {
    const outcome = await auditRefusals(ctx, { id: consoleUserId }, () =>
      applyOnce(ctx, request, (tx) => remove(ctx, tx, request.id, consoleUserId)),
    );
    const { name } = ctx.actor;
    const because = `Whoever asked for this was removed from the Console Users by ${name}, so it was stopped.`;
    await stopRequests(ctx, consoleUserId, { except: request.id, because });
    await revokeInvitationsBy(ctx, consoleUserId);
    await invalidateWaiting(ctx);
    return outcome;
  },

  async card(app, request, { consoleUserId }) {
    const user = await app.db.consoleUser.findUnique({ where: { id: consoleUserId } });
    return standardCard(app, request, {
      noun: "Removal of a Console User",
      fields: [["Console User", user ? consoleUserLabel(user) : "a Console User who is gone"]],
      done: "Console User removed",
      note: "No command works for them any more, and what they asked for and still waited was stopped.",
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
    user.chatUserId ? "The link to their Slack user is dropped." : "They are not linked to a Slack user.",
    ...(waiting > 0 ? [`Stopped: ${counted(waiting, "request")} of theirs that still waited.`] : []),
    ...(open > 0 ? [`Withdrawn: ${counted(open, "open invitation")} to the Console that they sent.`] : []),
  ];
}

async function remove(
  ctx: Context<ConsoleUserActor>,
  tx: Transaction,
  requestId: string,
  consoleUserId: string,
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

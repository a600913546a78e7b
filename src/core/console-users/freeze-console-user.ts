import { z } from "zod";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import { DomainError } from "../kernel/errors.ts";
import type { ConsoleUser } from "../generated/prisma/client.ts";
import { invalidateHome, invalidateWaiting } from "../kernel/requests/invalidate-card.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { defineChange } from "../kernel/requests/define-change.ts";
import { dropVotesOf } from "../kernel/requests/approvals.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { endSessions } from "../kernel/sessions/find-session.ts";
import { counted } from "../kernel/text/counted.ts";
import { accessOf, noAccess, accessWords } from "../kernel/access/access.ts";
import { consoleUserById } from "./remove-console-user.ts";
import { nameOf } from "../kernel/access/console-user-actor.ts";
import { consoleUserLabel } from "./invite-console-user.ts";
import { auditRefusals, lockAccess, requireAccessChange } from "../kernel/access/require-access-change.ts";
import { countWaiting, stopRequests } from "./stop-requests.ts";
import { hint } from "../kernel/text/command-hint.ts";

export const freezeConsoleUserInput = z.object({ consoleUserId: z.uuid("Choose a Console User.") });

const taken = (user: ConsoleUser) => ({
  target: { id: user.id, name: nameOf(user) },
  before: accessOf(user),
  after: noAccess,
});
const given = (user: ConsoleUser) => ({ ...taken(user), before: noAccess, after: accessOf(user) });

/**
 * Withholds every right and vote of a Console User at once, ends their sessions and stops what they asked for. Nobody has to
 * approve it, since it gives nothing to anybody: somebody frozen still counts against going alone.
 */
export const freezeConsoleUserRequest = defineChange({
  kind: "freeze-console-user",
  input: freezeConsoleUserInput,
  needs: "console-users:manage",
  undo: `${hint("unfreeze-console-user")} gives them back what they may do.`,

  async plan(ctx, { consoleUserId }) {
    const user = await consoleUserById(ctx, consoleUserId);
    await auditRefusals(ctx, { id: user.id }, () => requireAccessChange(ctx, ctx.actor, taken(user)));
    if (user.frozenAt) throw conflict(`${nameOf(user)} is frozen already. Nothing was changed.`);
    const waiting = await countWaiting(ctx, user.id);
    return {
      dedupeKey: `freeze-console-user:${user.id}`,
      what: `freezing ${consoleUserLabel(user)}`,
      effects: [
        `${nameOf(user)} keeps these permissions on record, but may not use them: ${accessWords(accessOf(user))}.`,
        "No command, button or page works for them, and their votes do not count.",
        ...(waiting > 0 ? [`Stopped: ${counted(waiting, "request")} of theirs that still waited.`] : []),
        `${hint("unfreeze-console-user")} gives them back. It needs approval, as any permission does.`,
      ],
      warnings: user.id === ctx.actor.id ? ["This is you. You could not undo it yourself."] : [],
      needsConfirmation: true,
    };
  },

  change: {
    around: (ctx, { consoleUserId }, work) => auditRefusals(ctx, { id: consoleUserId }, work),
    async apply(ctx, tx, _after, { consoleUserId }, { requestId }) {
      const actor = await lockAccess(tx, ctx.actor);
      const user = await consoleUserById({ db: tx }, consoleUserId);
      if (user.frozenAt) return "already";
      await requireAccessChange({ db: tx }, actor, taken(user));
      await tx.consoleUser.update({ where: { id: user.id }, data: { frozenAt: ctx.clock() } });
      await endSessions(tx, { consoleUserId: user.id });
      await recordAudit(tx, ctx, {
        action: "console-user-frozen",
        subject: { kind: "console-user", id: user.id, name: nameOf(user) },
        requestId,
        before: { access: accessWords(accessOf(user)) },
        after: { frozen: true },
      });
      return "frozen";
    },
    async follow(ctx, { consoleUserId }, { requestId }) {
      const because = `The person who asked for this was frozen by ${ctx.actor.name}, so it was stopped.`;
      await stopRequests(ctx, consoleUserId, { except: requestId, because });
      const now = ctx.clock();
      await transact(ctx, (tx, after) => invalidateHome(tx, after, { consoleUserIds: [consoleUserId] }, now));
      await invalidateWaiting(ctx);
    },
  },

  async card(app, request, { consoleUserId }) {
    const user = await app.db.consoleUser.findUnique({ where: { id: consoleUserId } });
    return standardCard(app, request, {
      noun: "Freezing a Console User",
      fields: [["Console User", user ? consoleUserLabel(user) : "a Console User who is gone"]],
      done: "Console User frozen",
      note: "No command works for them, their votes do not count, and their waiting requests were stopped.",
    });
  },
});

/** Gives back what a frozen Console User had. Nobody gives back what they lack, and it is approved like giving. */
export const unfreezeConsoleUserRequest = defineChange({
  kind: "unfreeze-console-user",
  input: freezeConsoleUserInput,
  needs: "console-users:manage",
  undo: `${hint("freeze-console-user")} freezes them again.`,

  async plan(ctx, { consoleUserId }) {
    const user = await consoleUserById(ctx, consoleUserId);
    await auditRefusals(ctx, { id: user.id }, () => requireAccessChange(ctx, ctx.actor, given(user)));
    if (!user.frozenAt) throw conflict(`${nameOf(user)} is not frozen. Nothing was changed.`);
    return {
      dedupeKey: `unfreeze-console-user:${user.id}`,
      what: `unfreezing ${consoleUserLabel(user)}`,
      effects: [
        `${nameOf(user)} gets back: ${accessWords(accessOf(user))}.`,
        "Requests that the freeze stopped stay stopped.",
      ],
      warnings: [],
      needsConfirmation: false,
    };
  },

  change: {
    around: (ctx, { consoleUserId }, work) => auditRefusals(ctx, { id: consoleUserId }, work),
    async apply(ctx, tx, _after, { consoleUserId }, { requestId }) {
      const actor = await lockAccess(tx, ctx.actor);
      const user = await consoleUserById({ db: tx }, consoleUserId);
      if (!user.frozenAt) return "already";
      await requireAccessChange({ db: tx }, actor, given(user));
      await tx.consoleUser.update({ where: { id: user.id }, data: { frozenAt: null } });
      await dropVotesOf(tx, user.id, ctx.clock());
      await recordAudit(tx, ctx, {
        action: "console-user-unfrozen",
        subject: { kind: "console-user", id: user.id, name: nameOf(user) },
        requestId,
        before: { frozen: true },
        after: { access: accessWords(accessOf(user)) },
      });
      return "unfrozen";
    },
    follow: (ctx) => invalidateWaiting(ctx),
  },

  async card(app, request, { consoleUserId }) {
    const user = await app.db.consoleUser.findUnique({ where: { id: consoleUserId } });
    return standardCard(app, request, {
      noun: "Unfreezing a Console User",
      fields: [
        ["Console User", user ? consoleUserLabel(user) : "a Console User who is gone"],
        ...(user ? [["Access", accessWords(accessOf(user))] satisfies [string, string]] : []),
      ],
      done: "Console User unfrozen",
      note: "Their permissions hold again.",
    });
  },
});

function conflict(sentence: string): DomainError {
  return new DomainError("conflict", sentence, "consoleUserId");
}

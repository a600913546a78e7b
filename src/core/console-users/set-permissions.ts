import { hint } from "../kernel/text/command-hint.ts";
import { z } from "zod";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { ConsoleUser, Prisma } from "../generated/prisma/client.ts";
import { defineChange } from "../kernel/requests/define-change.ts";
import { changeKey } from "../kernel/requests/request-kind.ts";
import { invalidateWaiting } from "../kernel/requests/invalidate-card.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import {
  type Access,
  accessChanges,
  accessInput,
  accessOf,
  sameAccess,
  accessWords,
} from "../kernel/access/access.ts";
import { consoleUserById } from "./remove-console-user.ts";
import { nameOf } from "../kernel/access/console-user-actor.ts";
import { consoleUserLabel } from "./invite-console-user.ts";
import { auditRefusals, lockAccess, requireAccessChange } from "../kernel/access/require-access-change.ts";
import { stopRequests } from "./stop-requests.ts";

const input = z.object({
  consoleUserId: z.uuid("Choose a Console User."),
  before: accessInput,
  after: accessInput,
});

/** What is asked for, with what it was asked about: what has changed since then is not overwritten. */
export function permissionsInput(user: ConsoleUser, after: Access): z.infer<typeof input> {
  return { consoleUserId: user.id, before: accessOf(user), after: accessInput.parse(after) };
}

/** Gives a Console User Full Access, or a grid, or nothing, in place of what they had. */
export const setPermissionsRequest = defineChange({
  kind: "set-permissions",
  input,
  needs: "console-users:manage",
  undo: `${hint("permissions")} sets them as they were.`,

  async plan(ctx, { consoleUserId, after }) {
    const user = await consoleUserById(ctx, consoleUserId);
    const [name, before] = [nameOf(user), accessOf(user)];
    const target = { id: user.id, name };
    await auditRefusals(ctx, { id: user.id }, () =>
      requireAccessChange(ctx, ctx.actor, { target, before, after }),
    );
    const changes = !sameAccess(before, after);
    return {
      dedupeKey: changeKey(`permissions:${user.id}`, accessWords(after)),
      what: `permissions of ${consoleUserLabel(user)}: ${accessWords(after)}`,
      effects: changes ? effects(name, before, after) : [`${name} has that already: nothing would change.`],
      warnings: changes ? warnings(user.id === ctx.actor.id, after) : [],
      needsConfirmation: changes,
    };
  },

  change: {
    around: (ctx, { consoleUserId }, work) => auditRefusals(ctx, { id: consoleUserId }, work),
    async apply(ctx, tx, _after, { consoleUserId, before, after }, { requestId }) {
      const actor = await lockAccess(tx, ctx.actor);
      const user = await consoleUserById({ db: tx }, consoleUserId);
      const [name, found] = [nameOf(user), accessOf(user)];
      if (sameAccess(found, after)) return "already";
      if (!sameAccess(found, before)) throw changedMeanwhile(name);
      const target = { id: user.id, name };
      await requireAccessChange({ db: tx }, actor, { target, before, after });
      await write(tx, user, after);
      await recordAudit(tx, ctx, {
        action: "console-permissions-changed",
        subject: { kind: "console-user", id: user.id, name },
        requestId,
        before: asJson(before),
        after: asJson(after),
      });
      return "changed";
    },
    async follow(ctx, { consoleUserId, after }, { requestId }) {
      const because = `The requester may no longer do this: ${ctx.actor.name} changed their permissions.`;
      await stopRequests(ctx, consoleUserId, { except: requestId, because, left: after });
      await invalidateWaiting(ctx);
    },
  },

  async card(app, request, { consoleUserId, before, after }) {
    const user = await app.db.consoleUser.findUnique({ where: { id: consoleUserId } });
    const changed = request.outcome === "changed";
    return standardCard(app, request, {
      noun: "Change of permissions",
      fields: [
        ["Console User", user ? consoleUserLabel(user) : "a Console User who is gone"],
        ["Before", accessWords(before)],
        ["After", accessWords(after)],
      ],
      done: changed ? "Permissions changed" : "Permissions unchanged",
      note: changed ? accessChanges(before, after).join("; ") : "There was nothing to change.",
    });
  },
});

function effects(name: string, before: Access, after: Access): string[] {
  return [
    `${name} has now: ${accessWords(before)}.`,
    `${name} would have: ${accessWords(after)}.`,
    `Changes: ${accessChanges(before, after).join("; ")}. They hold at once, also for waiting requests.`,
  ];
}

function warnings(own: boolean, after: Access): string[] {
  return [
    ...(own ? ["These are your own permissions. You cannot give yourself back what you take away."] : []),
    ...(after.fullAccess ? ["Full Access allows everything, and also to give and take Full Access."] : []),
  ];
}

function write(tx: Transaction, { id }: ConsoleUser, access: Access): Promise<ConsoleUser> {
  return tx.consoleUser.update({ where: { id }, data: asJson(access) });
}

const asJson = ({ fullAccess, permissions }: Access) =>
  ({ fullAccess, permissions }) satisfies Prisma.InputJsonObject;

function changedMeanwhile(name: string): DomainError {
  const what = `The permissions of ${name} were changed by somebody else in the meantime.`;
  return new DomainError(
    "conflict",
    `${what} Nothing was done; look at them and decide again.`,
    "consoleUserId",
  );
}

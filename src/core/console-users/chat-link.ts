import { by, recordAudit } from "../kernel/audit/record-audit.ts";
import type { ChatPerson } from "../kernel/chat/chat.ts";
import type { App } from "../context.ts";
import { sqlNow } from "../database-clock.ts";
import { DomainError } from "../kernel/errors.ts";
import type { ConsoleUser } from "../generated/prisma/client.ts";
import { addressKey } from "../kernel/text/identity-key.ts";
import { invalidateWaiting } from "../kernel/requests/invalidate-card.ts";
import { nameOf, consoleUserActor } from "../kernel/access/console-user-actor.ts";

export interface Caller {
  chatUserId: string;
  /** The workspace that the caller is a member of: as a delivery names it, or, once they are known, the bot's. */
  workspaceId: string;
  /** Marks the delivery that names the caller, where somebody could send it again to another bot. */
  deliveryKey?: string | undefined;
}

/** The columns of a Console User whom no Slack user is linked to. */
export const unlinked = {
  chatTeamId: null,
  chatUserId: null,
  chatLinkedAt: null,
  chatEmailKey: null,
  chatExcluded: null,
  calledAt: null,
} as const;

export function linked(app: App, { chatUserId, workspaceId }: Caller): Promise<ConsoleUser | null> {
  return app.db.consoleUser.findFirst({ where: { chatUserId, chatTeamId: workspaceId, removedAt: null } });
}

/**
 * As `linked`, and takes the delivery in the same statement: of all bots one takes it, whatever comes again within its time.
 * Throws conflict where it was taken before.
 */
export async function linkedOnce(app: App, caller: Caller): Promise<ConsoleUser | null> {
  const { chatUserId, workspaceId, deliveryKey } = caller;
  if (deliveryKey === undefined) return linked(app, caller);
  const [row] = await app.db.$queryRaw<(ConsoleUser & { isNew: boolean })[]>`
    WITH taken AS (
      INSERT INTO "Delivery" ("key", "takenAt") VALUES (${deliveryKey}, ${sqlNow(app)})
      ON CONFLICT DO NOTHING RETURNING 1)
    SELECT found.*, EXISTS (SELECT 1 FROM taken) AS "isNew"
    FROM (SELECT 1) AS one LEFT JOIN "ConsoleUser" AS found
      ON found."chatUserId" = ${chatUserId} AND found."chatTeamId" = ${workspaceId} AND found."removedAt" IS NULL`;
  if (!row?.isNew) throw new DomainError("conflict", repeated);
  const { isNew: _, ...user } = row;
  return user.id === null ? null : user;
}

const repeated =
  "The same delivery has come from Slack before. It was carried out then, and not a second time.";

/** Links a chat user to the Console User whose e-mail the chat has confirmed, once. */
export async function link(
  app: App,
  { chatUserId, workspaceId }: Caller,
  { email, emailConfirmed }: ChatPerson,
): Promise<ConsoleUser | null> {
  if (!email || !emailConfirmed) return null;
  const user = await linkOnce(app, { chatUserId, workspaceId }, addressKey(email));
  // Whoever waits for their approval shows them as somebody who can give it, and they get what others got of it.
  if (user) await invalidateWaiting(app);
  return user;
}

function linkOnce(
  app: App,
  { chatUserId, workspaceId }: Pick<Caller, "chatUserId" | "workspaceId">,
  emailKey: string,
): Promise<ConsoleUser | null> {
  return app.db.$transaction(async (tx) => {
    // Whoever was removed keeps nobody from being linked to another Console User.
    await tx.consoleUser.updateMany({
      where: { chatUserId, chatTeamId: workspaceId, removedAt: { not: null } },
      data: unlinked,
    });
    // The condition on chatUserId makes the link once: a second Slack user with this address finds nothing.
    const [user] = await tx.consoleUser.updateManyAndReturn({
      where: { emailKey, chatUserId: null, removedAt: null },
      data: {
        ...unlinked,
        chatUserId,
        chatTeamId: workspaceId,
        chatLinkedAt: app.clock(),
        chatEmailKey: emailKey,
      },
    });
    if (!user) return null;
    await recordAudit(tx, by(app, consoleUserActor(user, "slack")), {
      action: "slack-identity-linked",
      subject: { kind: "console-user", id: user.id, name: nameOf(user) },
      after: { chatUserId, by: "confirmed e-mail" },
    });
    return user;
  });
}

/**
 * Keeps the e-mail that the chat names now: the first one on record, which says nothing new, or the Console User's own,
 * which links the two again. Null where somebody else has changed the link at the same moment.
 */
export async function relink(app: App, user: ConsoleUser, emailKey: string): Promise<ConsoleUser | null> {
  const { id, chatUserId, chatEmailKey } = user;
  return app.db.$transaction(async (tx) => {
    const [kept] = await tx.consoleUser.updateManyAndReturn({
      where: { id, chatUserId, chatEmailKey },
      data: { chatEmailKey: emailKey, ...(chatEmailKey !== null && { chatLinkedAt: app.clock() }) },
    });
    if (!kept) return null;
    if (chatEmailKey === null) return kept;
    await recordAudit(tx, by(app, consoleUserActor(kept, "slack")), {
      action: "slack-identity-linked",
      subject: { kind: "console-user", id, name: nameOf(kept) },
      before: { email: chatEmailKey },
      after: { chatUserId, email: emailKey, by: "confirmed e-mail" },
    });
    return kept;
  });
}

/** Takes the link away, once, because the chat names another e-mail than the one it was made by. */
export async function dropLink(app: App, user: ConsoleUser): Promise<void> {
  const { id, chatUserId, chatEmailKey } = user;
  const dropped = await app.db.$transaction(async (tx) => {
    const { count } = await tx.consoleUser.updateMany({
      where: { id, chatUserId, chatEmailKey },
      data: unlinked,
    });
    if (count === 0) return false;
    await recordAudit(tx, by(app, consoleUserActor(user, "slack")), {
      action: "slack-identity-dropped",
      subject: { kind: "console-user", id, name: nameOf(user) },
      before: { chatUserId, email: chatEmailKey },
      after: { chatUserId: null, because: "the e-mail in Slack has changed" },
    });
    return true;
  });
  if (dropped) await invalidateWaiting(app);
}

import { by, recordAudit } from "../kernel/audit/record-audit.ts";
import type { ChatPerson } from "../kernel/chat/chat.ts";
import type { App } from "../context.ts";
import { givenNow, nowText } from "../database-clock.ts";
import { type At, partOf, run, statement } from "../kernel/statement.ts";
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

export async function linked({ db }: App, caller: Caller): Promise<ConsoleUser | null> {
  const [row] = await run(db, linkedStatement, caller);
  return (row && user.read(row)) ?? null;
}

const user = partOf("ConsoleUser");

const whose = (at: At<Caller>): string =>
  `found."chatUserId" = ${at("chatUserId")}::text AND found."chatTeamId" = ${at("workspaceId")}::text AND found."removedAt" IS NULL`;

const linkedStatement = statement<Caller, object>(
  (at) => `SELECT ${user.select("found")} FROM "ConsoleUser" found WHERE ${whose(at)}`,
);

const linkedOnceStatement = statement<Caller & { now: Date | null }, { isNew: boolean }>(
  (at) => `
    WITH taken AS (
      INSERT INTO "Delivery" ("key", "takenAt") VALUES (${at("deliveryKey")}::text, ${nowText(at("now"))})
      ON CONFLICT DO NOTHING RETURNING 1)
    SELECT ${user.select("found")}, EXISTS (SELECT FROM taken) AS "isNew"
    FROM (SELECT 1) AS one LEFT JOIN "ConsoleUser" found ON ${whose(at)}`,
);

/**
 * As `linked`, and takes the delivery in the same statement: of all bots one takes it, whatever comes again within its time.
 * Throws conflict where it was taken before.
 */
export async function linkedOnce(app: App, caller: Caller): Promise<ConsoleUser | null> {
  if (caller.deliveryKey === undefined) return linked(app, caller);
  const [row] = await run(app.db, linkedOnceStatement, { ...caller, now: givenNow(app) });
  if (!row?.isNew) throw new DomainError("conflict", repeated);
  return user.read(row) ?? null;
}

const repeated = "Slack sent this twice. It was done the first time, and not again.";

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

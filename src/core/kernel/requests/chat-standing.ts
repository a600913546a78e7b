import { by, recordAudit } from "../audit/record-audit.ts";
import { systemActor } from "../audit/system-actor.ts";
import type { ChatExclusion, ChatPerson } from "../chat/chat.ts";
import type { App } from "../../context.ts";
import type { ConsoleUser } from "../../generated/prisma/client.ts";
import { transact } from "../outbox/transact.ts";
import { invalidateHome, invalidateWaiting } from "./invalidate-card.ts";
import { ExternalError } from "../external-error.ts";
import { nameOf } from "../access/console-user-actor.ts";

/** Why the chat rules somebody out as a Console User; `home` is the workspace of the bot. */
export function exclusionOf(person: ChatPerson, home: string): ChatExclusion | undefined {
  return person.excluded ?? (person.workspaceId === home ? undefined : "stranger");
}

/**
 * Keeps how the chat stands to a Console User, so that rights and votes count by it. Written where it differs, and audited
 * unless a refusal is, which says the same.
 */
export async function keepStanding(
  app: App,
  user: ConsoleUser,
  excluded: ChatExclusion | undefined,
  { refused = false }: { refused?: boolean } = {},
): Promise<ConsoleUser> {
  const chatExcluded = excluded ?? null;
  if (user.chatExcluded === chatExcluded) return user;
  const { id, chatUserId } = user;
  const changed = await app.db.$transaction(async (tx) => {
    const { count } = await tx.consoleUser.updateMany({
      where: { id, chatUserId, chatExcluded: user.chatExcluded },
      data: { chatExcluded },
    });
    if (count > 0 && !refused)
      await recordAudit(tx, by(app, systemActor), {
        action: "slack-standing-changed",
        subject: { kind: "console-user", id, name: nameOf(user) },
        before: { excluded: user.chatExcluded },
        after: { excluded: chatExcluded },
      });
    return count > 0;
  });
  if (!changed) return { ...user, chatExcluded };
  // What stands in their own Home is not for them any more, or for them again.
  const now = app.clock();
  await transact(app, (tx, after) => invalidateHome(tx, after, { consoleUserIds: [id] }, now));
  await invalidateWaiting(app);
  return { ...user, chatExcluded };
}

/** Asks the chat anew how it stands to these people, and keeps it. Who is not linked stays as they were. Throws ExternalError. */
export async function readStandings(
  app: App,
  users: ConsoleUser[],
  { fresh = true }: { fresh?: boolean } = {},
): Promise<void> {
  for (const user of users)
    if (user.chatUserId !== null && !user.removedAt)
      await keepStanding(app, user, await currentExclusion(app, user.chatUserId, fresh));
}

async function currentExclusion(
  app: App,
  chatUserId: string,
  fresh: boolean,
): Promise<ChatExclusion | undefined> {
  try {
    const [person, home] = await Promise.all([
      app.chat.person(chatUserId, { fresh }),
      app.chat.workspaceId(),
    ]);
    return exclusionOf(person, home);
  } catch (error) {
    // Whom the workspace does not know any more has left it.
    if (error instanceof ExternalError && gone.has(error.reason)) return "deactivated";
    throw error;
  }
}

const gone = new Set(["user_not_found", "user_not_visible"]);

/** The chat says that something about one of its people has changed. */
export async function hearUserChange(app: App, chatUserId: string): Promise<void> {
  app.chat.forgetPerson(chatUserId);
  const user = await app.db.consoleUser.findFirst({ where: { chatUserId, removedAt: null } });
  if (user) await readStandings(app, [user]);
}

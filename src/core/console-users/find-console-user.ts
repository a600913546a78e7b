import { shorten } from "../chat/mrkdwn.ts";
import type { App } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { ConsoleUser } from "../generated/prisma/client.ts";
import { fold } from "../text/fold.ts";
import { addressKey } from "../text/identity-key.ts";
import { nameOf } from "./console-user-name.ts";

/** The one Console User that the words name: by e-mail, by a mention in the chat, else by name. Throws not-found and conflict. */
export async function findConsoleUser(
  app: Pick<App, "db">,
  words: string,
  field = "consoleUserId",
): Promise<ConsoleUser> {
  const key = fold(words);
  if (!key) throw new DomainError("invalid", "Name the Console User, by e-mail.", field);
  const mentioned = /^<@([A-Z0-9]+)(?:\|[^>]*)?>$/.exec(words.trim())?.[1];
  const where = mentioned ? { chatUserId: mentioned } : { emailKey: addressKey(words) };
  const exact = await app.db.consoleUser.findFirst({ where: { ...where, removedAt: null } });
  if (exact) return exact;
  const [first, ...others] = (await searchConsoleUsers(app, words, 11)).filter(
    (user) => fold(nameOf(user)).includes(key) || user.emailKey.includes(key),
  );
  if (!first)
    throw new DomainError(
      "not-found",
      `No Console User has the e-mail or name “${shorten(words, 80)}”.`,
      field,
    );
  if (others.length === 0) return first;
  const listed = [first, ...others].map((user) => `• ${nameOf(user)} (${user.email})`);
  throw new DomainError("conflict", ["Several fit. Say which, by e-mail:", ...listed].join("\n"), field);
}

/** Console Users whose name or e-mail contains the words, by e-mail. A team is small: all are read. */
export async function searchConsoleUsers(
  { db }: Pick<App, "db">,
  words: string,
  take: number,
): Promise<ConsoleUser[]> {
  const key = fold(words);
  const everyone = await db.consoleUser.findMany({
    where: { removedAt: null },
    orderBy: { emailKey: "asc" },
  });
  return everyone.filter((user) => fold(`${nameOf(user)} ${user.email}`).includes(key)).slice(0, take);
}

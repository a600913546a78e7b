import { shorten } from "../chat/mrkdwn.ts";
import type { App } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { User } from "../generated/prisma/client.ts";
import { escapeLike } from "../text/escape-like.ts";
import { fold } from "../text/fold.ts";
import { addressKey, identityKey } from "../text/identity-key.ts";
import { tidyTyped } from "../text/tidy-typed.ts";
import { userLabel } from "./user-name.ts";

const listedAtMost = 10;
/** With fewer characters the index that finds them inside a word is of no use, and a million rows would be read. */
export const trigram = 3;

/** The one User that the words name: by user ID, else by e-mail, in any case. Throws not-found and conflict. */
export async function findUser(app: Pick<App, "db">, words: string, field = "userId"): Promise<User> {
  const typed = tidyTyped(words);
  const key = identityKey(typed);
  if (!key) throw new DomainError("invalid", "Name the User, by user ID or e-mail.", field);
  const byUsername = await app.db.user.findUnique({ where: { usernameKey: key } });
  if (byUsername) return byUsername;
  const byEmail = await app.db.user.findUnique({ where: { emailKey: addressKey(typed) } });
  if (byEmail) return byEmail;
  const near = await searchUsers(app, words, listedAtMost + 1);
  if (near.length === 0)
    throw new DomainError("not-found", `No User has the user ID or e-mail “${shorten(words, 80)}”.`, field);
  const listed = near.slice(0, listedAtMost).map((user) => `• ${userLabel(user)}`);
  const lead = `No User is called exactly “${shorten(words, 80)}”. Say which, by user ID:`;
  throw new DomainError(
    "conflict",
    [lead, ...listed, ...(near.length > listedAtMost ? ["• …"] : [])].join("\n"),
    field,
  );
}

/** Users whose user ID or e-mail contains the words, or begins with what is too short to be looked for inside, by user ID. */
export function searchUsers({ db }: Pick<App, "db">, words: string, take: number): Promise<User[]> {
  const key = fold(words);
  const text = escapeLike(key);
  const fits = key.length < trigram ? { startsWith: text } : { contains: text };
  const inDns = escapeLike(addressKey(words));
  const named = [{ usernameKey: fits }, { emailKey: fits }, { emailKey: { startsWith: inDns } }];
  const where = key ? { OR: inDns === text ? named.slice(0, 2) : named } : {};
  return db.user.findMany({ where, orderBy: { usernameKey: "asc" }, take });
}

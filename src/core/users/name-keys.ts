import type { Database, Transaction } from "../database.ts";
import { identityKey } from "../text/identity-key.ts";
import { lookAlikeKeys } from "../text/look-alike.ts";

/** A user ID with what it is compared by, for the row of a new User. */
export function namedUser(username: string): {
  username: string;
  usernameKey: string;
  lookAlikeKeys: string[];
} {
  return { username, usernameKey: identityKey(username), lookAlikeKeys: lookAlikeKeys(username) };
}

/**
 * A User whose user ID is this one or can be taken for it. Until the transaction ends, nobody else makes a User of such a
 * name: of two at the same moment one is there first.
 */
export async function findLookAlike(
  db: Database | Transaction,
  username: string,
): Promise<{ username: string; usernameKey: string } | null> {
  const keys = lookAlikeKeys(username).toSorted();
  await db.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended('look-alike:' || "key", 0)) FROM unnest(${keys}::text[]) AS "key"`;
  return db.user.findFirst({
    where: { lookAlikeKeys: { hasSome: keys } },
    select: { username: true, usernameKey: true },
  });
}

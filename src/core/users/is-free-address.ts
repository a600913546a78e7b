import type { Database, Transaction } from "../database.ts";
import { addressKey, usernameKeys } from "../text/identity-key.ts";

/** Nobody else has this e-mail, nor a user ID that reads like it: whoever is named by it must be one person. */
export async function isFreeAddress(
  db: Database | Transaction,
  { email, userId }: { email: string; userId: string },
): Promise<boolean> {
  const named = [{ usernameKey: { in: usernameKeys(email) } }, { emailKey: addressKey(email) }];
  const others = { id: { not: userId }, OR: named };
  return (await db.user.count({ where: others })) === 0;
}

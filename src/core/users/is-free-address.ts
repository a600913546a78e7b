import type { Database, Transaction } from "../database.ts";
import { fold } from "../text/fold.ts";

/** Nobody else has this e-mail, nor a user ID that reads like it: whoever is named by it must be one person. */
export async function isFreeAddress(
  db: Database | Transaction,
  { email, userId }: { email: string; userId: string },
): Promise<boolean> {
  const key = fold(email);
  const others = { id: { not: userId }, OR: [{ usernameKey: key }, { emailKey: key }] };
  return (await db.user.count({ where: others })) === 0;
}

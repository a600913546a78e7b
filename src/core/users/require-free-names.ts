import type { Database, Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import { addressKey, usernameKeys } from "../text/identity-key.ts";
import { findLookAlike } from "./name-keys.ts";

/**
 * Throws conflict, at its field, where the user ID or the e-mail is another User's. One User's address is no other's user
 * ID either: whoever is named by it must be one person. Nor may a new user ID look like another.
 */
export async function requireFreeNames(
  db: Database | Transaction,
  { username, email }: { username: string; email: string | null },
): Promise<void> {
  const taken = await owner(db, username);
  if (taken) {
    const isUsername = usernameKeys(username).includes(taken.usernameKey);
    const lead = isUsername ? "This user ID is taken." : "This is the e-mail of another User.";
    const advice = `Choose another. /cyclr user ${username} shows whose it is.`;
    throw new DomainError("conflict", `${lead} ${advice}`, "username");
  }
  const alike = await findLookAlike(db, username);
  if (alike) {
    const sentence = `This user ID can be taken for ${alike.username}, which is another User’s. Choose another.`;
    throw new DomainError("conflict", sentence, "username");
  }
  if (email === null || addressKey(email) === addressKey(username)) return;
  const other = await owner(db, email);
  if (other)
    throw new DomainError(
      "conflict",
      `This e-mail belongs to the User ${other.username}. /cyclr add-accounts gives that User more Accounts.`,
      "email",
    );
}

function owner(db: Database | Transaction, name: string) {
  return db.user.findFirst({
    where: { OR: [{ usernameKey: { in: usernameKeys(name) } }, { emailKey: addressKey(name) }] },
    select: { username: true, usernameKey: true },
  });
}

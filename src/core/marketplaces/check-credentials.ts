import { recordAudit } from "../audit/record-audit.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { User } from "../generated/prisma/client.ts";
import { hashPassword, verifyPassword } from "../secrets/password.ts";
import { passwordFault } from "../secrets/password-fault.ts";
import { identityKey } from "../text/identity-key.ts";
import { newUsername, username as usernameSchema } from "../users/username.ts";
import { checkField } from "./check-field.ts";

export interface Credentials {
  /** Of a User who is to be made. */
  newHash?: string;
  /** The hash that the password of a User who exists was held against. */
  verifiedHash?: string;
}

/** An application chose it, often long ago: the vendor's own example has eight characters, which is also NIST's least. */
const shortest = 8;

/**
 * Holds a password against the User's, or hashes it for a new one; it takes its time, so it comes before the transaction.
 * Throws forbidden where it is wrong, audited.
 */
export async function checkCredentials(
  ctx: Context,
  given: { username: string; password: string },
): Promise<Credentials> {
  const username = checkField(usernameSchema, given.username, "username");
  const user = await ctx.db.user.findUnique({ where: { usernameKey: identityKey(username) } });
  if (!user) {
    checkField(newUsername, given.username, "username");
    const fault = passwordFault(given.password, [username], shortest);
    if (fault) throw new DomainError("invalid", fault, "password");
    return { newHash: await hashPassword(given.password) };
  }
  const { passwordHash } = user;
  if (passwordHash !== null && (await verifyPassword(passwordHash, given.password)))
    return { verifiedHash: passwordHash };
  await recordAudit(ctx.db, ctx, {
    action: "refused",
    subject: { kind: "user", id: user.id, name: user.username },
    after: { attempted: "marketplace", because: "wrong password" },
  });
  const sentence = `This is not the password of the User ${user.username}. Nothing was changed.`;
  throw new DomainError("forbidden", sentence, "password");
}

/** The User whose password was checked, or undefined where one is to be made. Throws LostRace where that has changed since. */
export async function heldCredentials(
  tx: Transaction,
  given: { username: string },
  credentials: Credentials | undefined,
): Promise<User | undefined> {
  const username = checkField(usernameSchema, given.username, "username");
  const user = await tx.user.findUnique({ where: { usernameKey: identityKey(username) } });
  if (!user && credentials?.newHash) return undefined;
  if (user && credentials?.verifiedHash && user.passwordHash === credentials.verifiedHash) return user;
  throw new LostRace();
}

/** Somebody else changed the same at the same moment: everything is looked at again. */
export class LostRace extends Error {
  override readonly name = "LostRace";
}

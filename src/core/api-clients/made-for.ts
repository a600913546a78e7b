import type { ConsoleUser } from "../generated/prisma/client.ts";
import { type Access, accessOf, accessWords, isActive, raisedAccess } from "../kernel/access/access.ts";
import { nameOf } from "../kernel/access/console-user-actor.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import { addressKey } from "../kernel/text/identity-key.ts";

/**
 * The Console User for whom an operator makes a secret: who gets it from the command line, and so approves nothing that its
 * client asks for. Throws not-found, and forbidden where the client could do what they may not.
 */
export async function madeFor(tx: Transaction, email: string, access?: Access): Promise<ConsoleUser> {
  const user = await tx.consoleUser.findUnique({ where: { emailKey: addressKey(email) } });
  if (!user || !isActive(user))
    throw new DomainError("not-found", `There is no Console User with the e-mail ${email}.`, "email");
  const own = accessOf(user);
  const [missing] = access ? raisedAccess(own, access) : [];
  if (missing === undefined) return user;
  const what = missing === "full-access" ? "Full Access" : `“${missing.replace(":", ": ")}”`;
  throw new DomainError(
    "forbidden",
    `${nameOf(user)} does not have ${what}, and cannot get it by an API client. They may do: ${accessWords(own)}.`,
    "email",
  );
}

/** Who made something, for the lists: the operator, and for whom. */
export const madeWords = (operator: string, { email }: Pick<ConsoleUser, "email">): string =>
  `${operator}, on the command line, for ${email}`;

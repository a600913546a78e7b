import { recordAudit } from "../audit/record-audit.ts";
import type { Database, Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { ConsoleUser } from "../generated/prisma/client.ts";
import { hashPassword } from "../secrets/password.ts";
import { passwordFault } from "../secrets/password-fault.ts";
import { endSessions } from "../sessions/end-sessions.ts";
import { addressKey } from "../text/identity-key.ts";
import type { OperatorContext } from "./add-console-user.ts";
import { nameOf } from "./console-user-name.ts";

/** Gives a Console User the password of the operator's pages, and ends their sessions. Throws not-found and invalid. */
export async function setConsolePassword(
  ctx: OperatorContext,
  { email, password }: { email: string; password: string },
): Promise<ConsoleUser> {
  const found = await requireKnown(ctx.db, email);
  const fault = passwordFault(password, [found.email]);
  if (fault) throw new DomainError("invalid", fault, "password");
  const passwordHash = await hashPassword(password);
  return ctx.db.$transaction(async (tx) => {
    const [user] = await tx.consoleUser.updateManyAndReturn({
      where: { id: found.id, removedAt: null },
      data: { passwordHash },
    });
    if (!user) throw notFound(email);
    await endSessions(tx, { consoleUserId: user.id });
    await recordAudit(tx, ctx, {
      action: "password-set",
      subject: { kind: "console-user", id: user.id, name: nameOf(user) },
    });
    return user;
  });
}

/** The Console User of an address. Throws not-found, in words for the command line. */
export async function requireKnown(db: Database | Transaction, email: string): Promise<ConsoleUser> {
  const found = await db.consoleUser.findUnique({ where: { emailKey: addressKey(email) } });
  if (!found || found.removedAt) throw notFound(email);
  return found;
}

function notFound(email: string): DomainError {
  return new DomainError("not-found", `${email} is no Console User. “list” shows who is.`, "email");
}

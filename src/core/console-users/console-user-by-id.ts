import { DomainError } from "../errors.ts";
import type { ConsoleUser } from "../generated/prisma/client.ts";
import type { Reading } from "./who-can-give.ts";

/** A Console User who was not removed. Throws not-found. */
export async function consoleUserById({ db }: Reading, id: string): Promise<ConsoleUser> {
  const user = await db.consoleUser.findUnique({ where: { id } });
  if (user && !user.removedAt) return user;
  throw new DomainError("not-found", "This is no Console User any more. Choose another.", "consoleUserId");
}

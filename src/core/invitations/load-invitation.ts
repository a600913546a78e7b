import type { App } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Prisma } from "../generated/prisma/client.ts";

export type LoadedInvitation = Prisma.InvitationGetPayload<{ include: { account: true } }>;

/** Throws not-found. */
export async function loadInvitation(db: App["db"] | Transaction, id: string): Promise<LoadedInvitation> {
  const found = await db.invitation.findUnique({ where: { id }, include: { account: true } });
  if (found) return found;
  throw new DomainError("not-found", "This invitation no longer exists.", "email");
}

/** Nobody else changes it before the end of the transaction. */
export async function lockInvitation(tx: Transaction, id: string): Promise<LoadedInvitation> {
  await tx.$queryRaw`SELECT 1 FROM "Invitation" WHERE "id" = ${id}::uuid FOR UPDATE`;
  return loadInvitation(tx, id);
}

import type { Database, Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import { fold } from "../text/fold.ts";
import { apiIdTaken } from "./account-fields.ts";

/** Throws conflict, at the field, where another Account has this API ID in any case. */
export async function requireFreeApiId(
  db: Database | Transaction,
  apiId: string,
  accountId?: string,
): Promise<void> {
  const holder = await db.account.findUnique({ where: { apiIdKey: fold(apiId) }, select: { id: true } });
  if (holder && holder.id !== accountId) throw new DomainError("conflict", apiIdTaken, "apiId");
}

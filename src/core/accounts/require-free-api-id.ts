import type { Database, Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import { identityKey } from "../text/identity-key.ts";
import { apiIdTaken } from "./account-fields.ts";

/** Throws conflict, at the field, where another Account has this API ID in any case. */
export async function requireFreeApiId(
  db: Database | Transaction,
  apiId: string,
  accountId?: string,
): Promise<void> {
  const holder = await db.account.findUnique({
    where: { apiIdKey: identityKey(apiId) },
    select: { id: true },
  });
  if (holder && holder.id !== accountId) throw new DomainError("conflict", apiIdTaken, "apiId");
}

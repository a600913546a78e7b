import { randomBytes } from "node:crypto";
import { accountLabel } from "../accounts/account-name.ts";
import type { Database, Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Account, ApiClient } from "../generated/prisma/client.ts";
import { fold } from "../text/fold.ts";
import { apiClientsAtMost } from "./api-client-fields.ts";

export interface NewApiClient {
  name: string;
  /** The only Account it may reach; null for the whole Partner. */
  account: Account | null;
  createdBy: string;
  secretHash: Uint8Array<ArrayBuffer>;
  now: Date;
}

/** Makes a client, of which there are never too many nor two of one name. The caller records it. */
export async function insertApiClient(tx: Transaction, given: NewApiClient): Promise<ApiClient> {
  await lockApiClients(tx);
  await requireRoom(tx, given.name);
  const { name, account, createdBy, secretHash, now } = given;
  const clientId = randomBytes(16).toString("hex");
  const accountId = account?.id ?? null;
  return tx.apiClient.create({ data: { clientId, name, accountId, createdBy, secretHash, createdAt: now } });
}

/** Throws conflict where there are five already, or one of this name. */
export async function requireRoom(db: Database | Transaction, name: string): Promise<void> {
  const open = await db.apiClient.findMany({ where: { revokedAt: null }, select: { name: true } });
  if (open.some((one) => fold(one.name) === fold(name)))
    throw new DomainError("conflict", "There is an API client of this name. Choose another.", "name");
  if (open.length < apiClientsAtMost) return;
  const advice = "Revoke one that is not used any more first.";
  throw new DomainError(
    "conflict",
    `There are ${apiClientsAtMost} API clients, and no more are possible. ${advice}`,
  );
}

/** What the audit keeps of a client. */
export function toldOfClient({ name, clientId }: ApiClient, account: Account | null) {
  return { name, clientId, account: account ? accountLabel(account) : null };
}

const apiClientsLock = 4_092_160_320;

/** One at a time, so that two do not both find room for the fifth. */
async function lockApiClients(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${apiClientsLock}::BIGINT)`;
}

import type { Context } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import type { After } from "../kernel/outbox/transact.ts";
import type { Account } from "../generated/prisma/client.ts";
import { carryOver, cloudIdOf } from "../kernel/requests/cloud-effect.ts";

/**
 * Has an Account that was made here made in the cloud as well, in the same transaction. Under a parent that the cloud does not
 * have, it stays here alone.
 */
export async function createInCloud(
  ctx: Context,
  tx: Transaction,
  after: After,
  { account, requestId }: { account: Account; requestId: string | null },
): Promise<void> {
  if (!ctx.cloud) return;
  const { id: accountId, apiId: cloudId, name, description, parentId } = account;
  const parentCloudId = parentId === null ? null : await cloudIdOf(ctx, tx, parentId);
  if (parentCloudId === undefined) return;
  await tx.cloudAccount.create({ data: { accountId, cloudId } });
  const change = { kind: "create-account", cloudId, name, description, parentCloudId } as const;
  await carryOver(ctx, tx, after, { change, accountId, requestId });
}

interface Changed {
  accountId: string;
  /** What it is from now on; left out: as before. */
  name: string | undefined;
  description: string | undefined;
  before: { name?: string | undefined; description?: string | undefined };
  requestId: string | null;
}

/** The same for what the cloud has of an Account: that its API takes another API ID was never seen. */
export async function changeInCloud(
  ctx: Context,
  tx: Transaction,
  after: After,
  { accountId, name, description, before, requestId }: Changed,
): Promise<void> {
  if (name === undefined && description === undefined) return;
  const cloudId = await cloudIdOf(ctx, tx, accountId);
  if (cloudId === undefined) return;
  const change = { kind: "change-account", cloudId, name, description, before } as const;
  await carryOver(ctx, tx, after, { change, accountId, requestId });
}

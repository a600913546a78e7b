import type { Context } from "../../context.ts";
import type { Transaction } from "../database.ts";
import type { After } from "../outbox/transact.ts";
import { carryOver, cloudIdOf } from "./cloud-effect.ts";

/** Has a User taken from an Account in the cloud as well. Nothing where the cloud does not know both. */
export async function removeInCloud(
  ctx: Context,
  tx: Transaction,
  after: After,
  { userId, accountId, requestId }: { userId: string; accountId: string; requestId: string | null },
): Promise<void> {
  const cloudId = await cloudIdOf(ctx, tx, accountId);
  const user = cloudId === undefined ? null : await tx.cloudUser.findUnique({ where: { userId } });
  if (cloudId === undefined || !user) return;
  const change = { kind: "remove-member", cloudId, userName: user.cloudName } as const;
  await carryOver(ctx, tx, after, { change, accountId, requestId });
}

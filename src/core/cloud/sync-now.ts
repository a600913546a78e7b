import type { ConsoleUserActor, Context } from "../context.ts";
import type { CloudSync } from "../generated/prisma/client.ts";
import { requirePermission } from "../kernel/access/require-access-change.ts";
import { DomainError } from "../kernel/errors.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { beginSync } from "./cloud-sync.ts";
import { openDrift } from "./drift-kinds.ts";
import { requireConnected } from "./list-drift.ts";

/**
 * Has the list compared now, and the members of one Account if one is named. What goes on already is not begun a second time. Returns
 * the comparison of the list, of which `syncState` tells.
 */
export async function syncNow(
  ctx: Context<ConsoleUserActor>,
  { accountId }: { accountId?: string | undefined },
): Promise<CloudSync> {
  await requirePermission(ctx, "accounts:edit", "sync");
  requireConnected(ctx);
  return transact(ctx, async (tx, after) => {
    const sync = await beginSync(ctx, tx, after, "list");
    if (!sync)
      throw new DomainError(
        "conflict",
        "Not everything was taken over from Cyclr yet. Whoever runs this program runs npm run cyclr -- import first.",
      );
    if (!accountId) return sync;
    const { count } = await tx.cloudAccount.updateMany({ where: { accountId }, data: { readAt: null } });
    if (count === 0) throw new DomainError("conflict", "This Account is not in Cyclr.", "accountId");
    await beginSync(ctx, tx, after, "members");
    return sync;
  });
}

export interface SyncState {
  /** Null while it goes on. */
  finishedAt: Date | null;
  trouble: string | null;
  compared: number;
  found: number;
  /** Differences that nobody has decided. */
  open: number;
}

/** How a comparison stands. */
export async function syncState({ db }: Pick<Context, "db">, id: string): Promise<SyncState> {
  const { finishedAt, trouble, compared, found } = await db.cloudSync.findUniqueOrThrow({ where: { id } });
  const open = await db.cloudDrift.count({ where: { ...openDrift, ignoredAt: null } });
  return { finishedAt, trouble, compared, found, open };
}

import { requestParts } from "../kernel/requests/request-kind.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import { Prisma, type Request } from "../generated/prisma/client.ts";
import { takeLease } from "../kernel/outbox/lease.ts";
import { type After, transact } from "../kernel/outbox/transact.ts";
import { failRequest } from "../kernel/requests/end-request.ts";
import { moveRequests } from "../kernel/requests/transitions.ts";
import { requestOutbox } from "../kernel/requests/invalidate-card.ts";
import { type Access, noAccess, allPermissions, allows } from "../kernel/access/access.ts";

interface Stopping {
  /** The Request that does it; null where none does. */
  except: string | null;
  because: string;
  /** What is left to the requester: what it still allows goes on. */
  left?: Access;
}

/**
 * Ends what a Console User has asked for and may not ask for any more, and what still waits. One that a worker is at is
 * left to it: should it have to be tried again, the removal ends it then.
 */
export async function stopRequests(
  ctx: Context,
  requesterId: string,
  { except, because, left = noAccess }: Stopping,
): Promise<number> {
  const mine = { requesterId, ...(except !== null && { id: { not: except } }), ...notAllowed(left) };
  await transact(ctx, (tx, after) => stopWaiting(ctx, tx, after, mine, because));
  return stopQueued(ctx, mine, because);
}

/** How many requests of somebody still wait for a worker, for approvals or for values. */
export function countWaiting({ db }: Pick<Context, "db">, requesterId: string): Promise<number> {
  return db.request.count({
    where: { requesterId, status: { in: ["queued", "awaitingApproval", "awaitingValues"] } },
  });
}

// Of older rows nobody knows what they need; a job that finds it missing ends them.
function notAllowed(left: Access): Prisma.RequestWhereInput {
  if (left === noAccess) return {};
  return { needs: { in: allPermissions.filter((permission) => !allows(left, permission)) } };
}

/** The same without a queue, for the command line: a worker ends what is queued when it comes to it, and the sweep draws. */
export async function stopUnstarted(ctx: Stopper, requesterId: string, because: string): Promise<void> {
  const after = { dispatch: () => undefined };
  await ctx.db.$transaction((tx) => stopWaiting(ctx, tx, after, { requesterId }, because));
}

type Stopper = Pick<Context, "db" | "clock" | "actor">;

/** Drafts, and what waits for approvals or values. */
async function stopWaiting(
  ctx: Stopper,
  tx: Transaction,
  after: After,
  where: Prisma.RequestWhereInput,
  because: string,
): Promise<void> {
  const all = { where, now: ctx.clock(), after: { because } };
  await moveRequests(tx, after, ctx, "withdraw", all);
  await moveRequests(tx, after, ctx, "cancel", { ...all, data: { trouble: because } });
}

async function stopQueued(ctx: Context, mine: Prisma.RequestWhereInput, because: string): Promise<number> {
  const { db } = ctx;
  const queued = await db.request.findMany({ where: { ...mine, status: "queued" }, select: { id: true } });
  let count = 0;
  for (const { id } of queued) {
    // Leased as a worker leases it, so that none begins while it is ended.
    const leased = await takeLease<Request>(ctx, requestOutbox, { id }, { early: true });
    if (!leased) continue;
    const include = requestParts;
    const request = await db.request.findUniqueOrThrow({ where: { id }, include });
    await failRequest(ctx, { ...request, lease: leased.lease }, because);
    count += 1;
  }
  return count;
}

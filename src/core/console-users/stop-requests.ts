import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import { Prisma, type Request } from "../generated/prisma/client.ts";
import { takeLease } from "../kernel/outbox/lease.ts";
import { type After, transact } from "../kernel/outbox/transact.ts";
import { failRequest } from "../kernel/requests/end-request.ts";
import { invalidateApproval } from "../kernel/requests/enter-queue-or-approval.ts";
import { requestOutbox } from "../kernel/requests/invalidate-card.ts";
import { type Access, noAccess, allPermissions, allows } from "../kernel/access/access.ts";

interface Stopping {
  /** The Request that does it. */
  except: string;
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
  const mine = { requesterId, id: { not: except }, ...notAllowed(left) };
  await stopDrafts(ctx, mine, because);
  await transact(ctx, (tx, after) => cancelWaiting(ctx, tx, after, mine, because));
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
  await stopDrafts(ctx, { requesterId }, because);
  const after = { dispatch: () => undefined };
  await ctx.db.$transaction((tx) => cancelWaiting(ctx, tx, after, { requesterId }, because));
}

type Stopper = Pick<Context, "db" | "clock" | "actor">;

async function stopDrafts(ctx: Stopper, mine: Prisma.RequestWhereInput, because: string): Promise<void> {
  const now = ctx.clock();
  await ctx.db.$transaction(async (tx) => {
    const drafts = await tx.request.updateManyAndReturn({
      where: { ...mine, status: "draft" },
      data: { status: "cancelled", draftKey: null, finishedAt: now, version: { increment: 1 } },
    });
    for (const { id, kind, accountId } of drafts) {
      await recordAudit(tx, ctx, {
        action: "request-cancelled",
        subject: { kind: "request", id, name: kind },
        requestId: id,
        accountId,
        after: { because },
      });
    }
  });
}

/** What waits for approvals or values. */
async function cancelWaiting(
  ctx: Stopper,
  tx: Transaction,
  after: After,
  mine: Prisma.RequestWhereInput,
  because: string,
): Promise<void> {
  const now = ctx.clock();
  const stopped = await tx.request.updateManyAndReturn({
    where: { ...mine, status: { in: ["awaitingApproval", "awaitingValues"] } },
    data: {
      status: "cancelled",
      dedupeKey: null,
      trouble: because,
      finishedAt: now,
      remindAt: null,
      version: { increment: 1 },
    },
  });
  for (const { id } of stopped) await invalidateApproval(tx, after, id, now);
  for (const { id, kind, accountId } of stopped)
    await recordAudit(tx, ctx, {
      action: "request-cancelled",
      subject: { kind: "request", id, name: kind },
      requestId: id,
      accountId,
      after: { because },
    });
}

async function stopQueued(ctx: Context, mine: Prisma.RequestWhereInput, because: string): Promise<number> {
  const { db } = ctx;
  const queued = await db.request.findMany({ where: { ...mine, status: "queued" }, select: { id: true } });
  let count = 0;
  for (const { id } of queued) {
    // Leased as a worker leases it, so that none begins while it is ended.
    const leased = await takeLease<Request>(ctx, requestOutbox, { id }, { early: true });
    if (!leased) continue;
    const include = { requester: true, account: true } as const;
    const request = await db.request.findUniqueOrThrow({ where: { id }, include });
    await failRequest(ctx, { ...request, lease: leased.lease }, because);
    count += 1;
  }
  return count;
}

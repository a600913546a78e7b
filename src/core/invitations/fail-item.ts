import { recordAudit } from "../audit/record-audit.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { RequestItem } from "../generated/prisma/client.ts";
import { LeaseLost, requireLease } from "../kernel/outbox/lease.ts";
import { toReportableError } from "../reportable-error.ts";
import type { RequestRow } from "../requests/request-kind.ts";
import { NotApproved } from "../requests/require-approved.ts";
import { spentAttempts } from "../requests/retry-policy.ts";
import { Trouble } from "../trouble.ts";

/**
 * Records why one item went wrong: for good, or to be tried again after the others. Throws what concerns all of them,
 * such as a mail server that cannot be reached.
 */
export async function failItem(
  ctx: Context<ConsoleUserActor>,
  request: RequestRow,
  item: RequestItem,
  thrown: unknown,
): Promise<void> {
  // Of no address alone: the rest is another's, or waits for whoever has to approve it.
  if (thrown instanceof LeaseLost || thrown instanceof NotApproved) throw thrown;
  const error = toReportableError(ctx.log, thrown, "a bulk invitation", { requestId: request.id });
  if (error instanceof Trouble && error.passing && !concernsOne(error)) {
    await letOthersGoFirst(ctx, request, item, error);
    throw error;
  }
  const spent = Math.max(item.attempts, spentAttempts(ctx.retryPolicy, request.attempts));
  const last = spent >= ctx.retryPolicy.retries;
  if (error instanceof Trouble && error.passing && !last) {
    const data = { attempts: { increment: 1 }, trouble: error.message };
    requireLease(await ctx.db.requestItem.updateMany({ where: mine(request, item), data }));
    return;
  }
  await endItem(ctx, request, item, error.message);
}

/** In case it was this one mail after all: with a trouble on its row it comes last at the next try. */
async function letOthersGoFirst(
  ctx: Context,
  request: RequestRow,
  item: RequestItem,
  { concerns, message }: Trouble,
): Promise<void> {
  if (concerns !== "sender") return;
  requireLease(
    await ctx.db.requestItem.updateMany({ where: mine(request, item), data: { trouble: message } }),
  );
}

/** As long as the Request is this worker's: another may have sent its mail by now. */
function mine({ lease }: RequestRow, { id }: RequestItem) {
  return { id, finishedAt: null, request: { lease } };
}

/** What nobody foresaw may be about this one alone. */
function concernsOne({ concerns, reason }: Trouble): boolean {
  return concerns === "recipient" || reason === "unexpected";
}

/** An invitation whose mail nobody takes is no invitation: it would stand in the way of the next. */
async function endItem(
  ctx: Context<ConsoleUserActor>,
  request: RequestRow,
  item: RequestItem,
  trouble: string,
): Promise<void> {
  const now = ctx.clock();
  const { outcome, invitationId } = item;
  // Who was added is a member, though the notice did not reach them.
  const kept = outcome === "added" ? outcome : "failed";
  await ctx.db.$transaction(async (tx) => {
    const data = { outcome: kept, trouble, finishedAt: now };
    requireLease(await tx.requestItem.updateMany({ where: mine(request, item), data }));
    if (!invitationId) return;
    const [revoked] = await tx.invitation.updateManyAndReturn({
      where: { id: invitationId, acceptedAt: null, revokedAt: null, mailHandedOverAt: null },
      data: { revokedAt: now, tokenSealed: null },
    });
    if (!revoked) return;
    await recordAudit(tx, ctx, {
      action: "invitation-revoked",
      subject: { kind: "invitation", id: revoked.id, name: revoked.email },
      accountId: revoked.accountId,
      requestId: request.id,
      after: { state: "revoked", because: trouble },
    });
  });
}

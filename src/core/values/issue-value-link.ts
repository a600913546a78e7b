import { recordAudit } from "../kernel/audit/record-audit.ts";
import { after } from "../kernel/time/clock.ts";
import type { Permission } from "../kernel/access/access.ts";
import { requirePermissionNow, requirePermission } from "../kernel/access/require-access-change.ts";
import type { ConsoleUserActor, Context, App } from "../context.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Request } from "../generated/prisma/client.ts";
import { loadForRequester } from "../kernel/requests/load-open-approval.ts";
import { hashToken, newToken } from "../kernel/secrets/token.ts";
import {
  valueLinkLifeMs,
  valueLinkFacts,
  type ValueLinkRow,
  type ValueLinkState,
  valueLinkState,
} from "../kernel/links/value-link.ts";

/**
 * A link to the page that takes a Request's values, for its requester alone. Its token is in no row: an earlier link is dead
 * from here on. Throws forbidden, not-found, conflict and expired.
 */
export async function issueValueLink(
  ctx: Context<ConsoleUserActor>,
  requestId: string,
): Promise<{ url: string; expiresAt: Date }> {
  const request = await loadForRequester(ctx, requestId);
  if (request.needs) await requirePermission(ctx, request.needs as Permission, request.kind);
  const now = ctx.clock();
  requireAwaiting(request, now);
  const end = after(now, valueLinkLifeMs);
  const expiresAt = request.expiresAt && request.expiresAt < end ? request.expiresAt : end;
  const token = newToken();
  await ctx.db.$transaction(async (tx) => {
    if (request.needs) await requirePermissionNow(tx, ctx.actor, request.needs as Permission);
    // Held, so that no link is made of a Request that goes on at the same moment.
    const { count } = await tx.request.updateMany({
      where: { id: requestId, status: "awaitingValues" },
      data: { version: { increment: 1 } },
    });
    if (count === 0) throw notAwaiting();
    const link = { tokenHash: hashToken(token), expiresAt, createdAt: now };
    await tx.valueLink.upsert({ where: { requestId }, create: { requestId, ...link }, update: link });
    await recordAudit(tx, ctx, {
      action: "value-link-issued",
      subject: { kind: "request", id: requestId, name: request.kind },
      requestId,
      ...(request.accountId && { accountId: request.accountId }),
    });
  });
  return { url: `${ctx.publicUrl}/values/${token}`, expiresAt };
}

function requireAwaiting({ status, expiresAt }: Pick<Request, "status" | "expiresAt">, now: Date): void {
  if (status === "expired" || (status === "awaitingValues" && expiresAt && expiresAt <= now))
    throw new DomainError("expired", "This waited too long for its values. Send the command again.");
  if (status !== "awaitingValues") throw notAwaiting();
}

function notAwaiting(): DomainError {
  return new DomainError("conflict", "This no longer waits for values. Its card shows its state.");
}

/** What a link's token leads to. Looking consumes nothing. */
export async function findValueLink(
  { db, clock }: Pick<App, "db" | "clock">,
  token: string,
): Promise<{ state: ValueLinkState; link: ValueLinkRow } | undefined> {
  const link = await db.valueLink.findUnique({
    where: { tokenHash: hashToken(token) },
    include: valueLinkFacts,
  });
  return link ? { state: valueLinkState(link, clock()), link } : undefined;
}

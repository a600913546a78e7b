import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { Permission } from "../kernel/access/access.ts";
import { requirePermissionNow, requirePermission } from "../kernel/access/require-access-change.ts";
import type { ConsoleUserActor, Context, App } from "../context.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Request } from "../generated/prisma/client.ts";
import { loadForRequester } from "../kernel/requests/load-open-approval.ts";
import { byToken, showLink } from "../kernel/links/secret-link.ts";
import {
  valueLinkLifeMs,
  valueLinkFacts,
  type ValueLink,
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
  const waitsMs = request.expiresAt ? request.expiresAt.getTime() - now.getTime() : valueLinkLifeMs;
  const { path, expiresAt } = await ctx.db.$transaction(async (tx) => {
    if (request.needs) await requirePermissionNow(tx, ctx.actor, request.needs as Permission);
    // Held, so that no link is made of a Request that goes on at the same moment.
    const { count } = await tx.request.updateMany({
      where: { id: requestId, status: "awaitingValues" },
      data: { version: { increment: 1 } },
    });
    if (count === 0) throw notAwaiting();
    const link = { id: requestId, requestId, lifeMs: Math.min(waitsMs, valueLinkLifeMs) };
    const shown = await showLink(ctx, tx, { ...link, purpose: "values" });
    await recordAudit(tx, ctx, {
      action: "value-link-issued",
      subject: { kind: "request", id: requestId, name: request.kind },
      requestId,
      accountId: request.accountId,
    });
    return shown;
  });
  return { url: `${ctx.publicUrl}${path}`, expiresAt };
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
): Promise<ValueLink | undefined> {
  const found = await db.secretLink.findUnique({ where: byToken("values", token), include: valueLinkFacts });
  if (!found?.request) return undefined;
  const { request, ...link } = found;
  return { state: valueLinkState({ link, request }, clock()), link, request };
}

import { requestParts } from "../kernel/requests/request-kind.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { Permission } from "../kernel/access/access.ts";
import { requirePermissionNow, requirePermission } from "../kernel/access/require-access-change.ts";
import type { ConsoleUserActor, Context, App } from "../context.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Prisma, Request, SecretLink } from "../generated/prisma/client.ts";
import { loadForRequester } from "../kernel/requests/load-open-approval.ts";
import { byToken, linkState, showLink } from "../kernel/links/secret-link.ts";

const include = { request: { include: requestParts } } as const;

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
  const { path, expiresAt } = await ctx.db.$transaction(async (tx) => {
    if (request.needs) await requirePermissionNow(tx, ctx.actor, request.needs as Permission);
    // Held, so that no link is made of a Request that goes on at the same moment.
    const { count } = await tx.request.updateMany({
      where: { id: requestId, status: "awaitingValues" },
      data: { version: { increment: 1 } },
    });
    if (count === 0) throw notAwaiting();
    const link = { purpose: "values", id: requestId, requestId, until: request.expiresAt } as const;
    const shown = await showLink(ctx, tx, link);
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

type LinkOfRequest = Prisma.SecretLinkGetPayload<{ include: typeof include }>;

/** `closed`: its Request does not wait any more. */
type ValueLinkState = "open" | "used" | "expired" | "closed";

/** What a link's token leads to. Looking consumes nothing. */
export async function findValueLink(
  { db, clock }: Pick<App, "db" | "clock">,
  token: string,
): Promise<
  { state: ValueLinkState; link: LinkOfRequest; request: NonNullable<LinkOfRequest["request"]> } | undefined
> {
  const link = await db.secretLink.findUnique({ where: byToken("values", token), include });
  const request = link?.request;
  return request ? { state: stateOf(link, request, clock()), link, request } : undefined;
}

function stateOf(link: SecretLink, { status }: Pick<Request, "status">, now: Date): ValueLinkState {
  if (link.usedAt) return "used";
  if (status === "expired") return "expired";
  if (status !== "awaitingValues") return "closed";
  return linkState(link, now) === "open" ? "open" : "expired";
}

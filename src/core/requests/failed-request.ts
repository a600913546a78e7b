import { recordAudit } from "../audit/record-audit.ts";
import {
  allows,
  managing,
  type Permission,
  type PermissionHolder,
} from "../console-users/permission-grid.ts";
import { whoCanGive } from "../console-users/who-can-give.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { Request } from "../generated/prisma/client.ts";
import type { RequestRow } from "./request-kind.ts";

type Decided = Pick<Request, "requesterId" | "needs">;

/**
 * Whether somebody may decide what becomes of a Request that failed: its requester, who still has what it needs, and whoever
 * has `manage` of its area.
 */
export function mayDecideFailed(
  who: PermissionHolder & { id: string },
  { requesterId, needs }: Decided,
): boolean {
  const own = who.id === requesterId;
  // Of older rows nobody knows what they need: the job that runs them does.
  if (!needs) return own || who.fullAccess;
  return allows(who, managing(needs as Permission)) || (own && allows(who, needs as Permission));
}

/** The Request, for one who may decide what becomes of it. Throws not-found, and forbidden, which is audited. */
export async function loadDecidable(
  ctx: Context<ConsoleUserActor>,
  requestId: string,
  attempted: string,
): Promise<RequestRow> {
  const include = { requester: true, account: true } as const;
  const request = await ctx.db.request.findUnique({ where: { id: requestId }, include });
  if (!request) throw new DomainError("not-found", "This request is not there any more.");
  if (mayDecideFailed(ctx.actor, request)) return request;
  const missing = request.needs ? managing(request.needs as Permission) : "full-access";
  await recordAudit(ctx.db, ctx, {
    action: "refused",
    subject: { kind: "request", id: requestId, name: request.kind },
    requestId,
    ...(request.accountId && { accountId: request.accountId }),
    after: { attempted, missing },
  });
  const words = missing === "full-access" ? "Full Access" : `“${missing.replace(":", ": ")}”`;
  const lead =
    "This is for the one who asked, while they may still ask for it, and for those with the Console permission";
  throw new DomainError("forbidden", `${lead} ${words}. ${await whoCanGive(ctx, missing)}`);
}

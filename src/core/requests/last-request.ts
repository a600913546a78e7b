import type { App, ConsoleUserActor, Context } from "../context.ts";
import { withdrawDraft } from "../kernel/requests/confirm-request.ts";
import { cancelRequest } from "../kernel/requests/enter-queue-or-approval.ts";
import { cancelFailed } from "../kernel/requests/failed-request.ts";
import { mayDecideFailed } from "../kernel/requests/approvals.ts";
import { type RequestRow, requestParts } from "../kernel/requests/request-kind.ts";
import { requestTitles } from "../kernel/requests/request-title.ts";

export interface LastRequest {
  request: RequestRow;
  title: string;
  /** Failed, and the caller may decide what becomes of it. */
  decidable: boolean;
}

/** What the caller asked for last; undefined where that is nothing. */
export async function lastRequest(ctx: Context<ConsoleUserActor>): Promise<LastRequest | undefined> {
  const request = await ctx.db.request.findFirst({
    where: { requesterId: ctx.actor.id },
    orderBy: { id: "desc" },
    include: requestParts,
  });
  if (!request) return undefined;
  const title = (await requestTitles(ctx, [request])).get(request.id) ?? request.kind;
  return { request, title, decidable: request.status === "failed" && mayDecideFailed(ctx.actor, request) };
}

export const nothingAsked = "You have made no requests yet.";

/** Takes the caller's last request back where it still waits, and says how it stands; of what has ended, what is left to do. */
export async function cancelLastRequest(ctx: Context<ConsoleUserActor>): Promise<string> {
  const last = await lastRequest(ctx);
  if (!last) return nothingAsked;
  const { request, title, decidable } = last;
  switch (request.status) {
    case "draft":
      await withdrawDraft(ctx, request.id);
      return `Taken back: ${title}. Nothing was changed.`;
    case "awaitingApproval":
    case "awaitingValues":
      await cancelRequest(ctx, request.id);
      return `Taken back: ${title}. Nothing was changed.`;
    case "queued":
      return `${title} is already running and cannot be taken back. When its card says that it is done: ${reversalOf(ctx, request.kind)}`;
    case "failed":
      if (!decidable) return `${title} has failed. There is nothing to take back.`;
      await cancelFailed(ctx, request.id);
      return `Cancelled: ${title}, which had failed.`;
    case "done":
      return `${title} is done and cannot be taken back. ${reversalOf(ctx, request.kind)}`;
    case "cancelled":
    case "denied":
    case "expired":
      return `${title} was ${request.status} already. There is nothing to take back.`;
  }
}

/** Nothing of a kind that only a newer version knows. */
const reversalOf = ({ requestKinds }: Pick<App, "requestKinds">, kind: string): string =>
  requestKinds.get(kind)?.undo ?? "";

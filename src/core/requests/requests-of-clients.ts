import type { ApiClientActor, Context } from "../context.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { type Permission, permissionsOf } from "../kernel/access/access.ts";
import { requirePermission } from "../kernel/access/require-access-change.ts";
import { DomainError } from "../kernel/errors.ts";
import { approvable, type Approvable, approvalsOf } from "../kernel/requests/approvals.ts";
import { cancelRequest } from "../kernel/requests/enter-queue-or-approval.ts";
import { cancelFailed } from "../kernel/requests/failed-request.ts";
import { isOwn } from "../kernel/requests/requester.ts";
import type { RequestStatus } from "../kernel/requests/request-state.ts";
import { requestTitles } from "../kernel/requests/request-title.ts";
import { retryRequest } from "../kernel/requests/retry-request.ts";
import { visibleTo } from "./list-requests.ts";

/** A Request with what an application is told of it. */
export interface ToldRequest {
  request: Approvable;
  title: string;
  /** How many approvals count by now. */
  approvals: number;
}

interface Asked {
  status?: RequestStatus[] | undefined;
  kind?: string | undefined;
  /** Its own alone. */
  own?: boolean | undefined;
  /** Only what is older than this one. */
  before?: string | undefined;
  take: number;
}

type Caller = Context<ApiClientActor>;

/**
 * Requests, newest first: the application's own, and of others what a Console User with its permissions sees. A token that is
 * restricted to an Account sees those about it alone. One more than asked for, where there are more.
 */
export async function listClientRequests(
  ctx: Caller,
  { status, kind, own, before, take }: Asked,
): Promise<ToldRequest[]> {
  const found = await ctx.db.request.findMany({
    where: {
      AND: [
        seenBy(ctx.actor),
        status ? { status: { in: status } } : {},
        kind === undefined ? {} : { kind },
        own ? { apiClientId: ctx.actor.id } : {},
        before ? { id: { lt: before } } : {},
      ],
    },
    orderBy: { id: "desc" },
    take: take + 1,
    include: approvable,
  });
  return tell(ctx, found);
}

/** One that the application sees. Throws not-found. */
export async function readClientRequest(ctx: Caller, id: string): Promise<ToldRequest> {
  const request = await ctx.db.request.findFirst({
    where: { AND: [{ id }, seenBy(ctx.actor)] },
    include: approvable,
  });
  const [told] = request ? await tell(ctx, [request]) : [];
  if (told) return told;
  throw new DomainError("not-found", "There is no request with this id.");
}

/** Tries one that failed again. Throws not-found, forbidden and conflict. */
export async function retryClientRequest(ctx: Caller, id: string): Promise<ToldRequest> {
  const { request } = await readClientRequest(ctx, id);
  if (request.status !== "failed")
    throw new DomainError("conflict", "Only a request that failed can be tried again.");
  await retryRequest(ctx, id);
  return readClientRequest(ctx, id);
}

/** Takes back the application's own that still waits, or leaves one that failed as it is. Throws as `retryClientRequest`. */
export async function cancelClientRequest(ctx: Caller, id: string): Promise<ToldRequest> {
  const { request } = await readClientRequest(ctx, id);
  // A token that was narrowed may not take back what it could not ask for.
  await requirePermission(ctx, request.needs as Permission, "cancel-request");
  if (request.status === "failed") await cancelFailed(ctx, id);
  else if (request.status === "queued" || request.finishedAt !== null)
    throw new DomainError("conflict", "This request no longer waits. Nothing was cancelled.");
  else if (!isOwn(request, ctx.actor))
    throw new DomainError("forbidden", "Only whoever asked for it can take it back while it waits.");
  else await cancelRequest(ctx, id);
  return readClientRequest(ctx, id);
}

function seenBy(actor: ApiClientActor): Prisma.RequestWhereInput {
  const { onlyAccountId } = actor;
  const needs = { in: permissionsOf(actor) };
  // Its own as well, as far as this token goes: its scope may leave out what they needed.
  const asked = { OR: [{ apiClientId: null }, { apiClientId: { not: actor.id } }, { needs }] };
  return { AND: [visibleTo(actor), asked, onlyAccountId === null ? {} : { accountId: onlyAccountId }] };
}

async function tell(ctx: Caller, requests: Approvable[]): Promise<ToldRequest[]> {
  const titles = await requestTitles(ctx, requests);
  return requests.map((request) => ({
    request,
    title: titles.get(request.id) ?? request.kind,
    approvals: request.approvalsNeeded === 0 ? 0 : approvalsOf(ctx, request).length,
  }));
}

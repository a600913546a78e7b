import { z } from "zod";
import { allows, permissionsOf } from "../kernel/access/access.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { mayDecideFailed } from "../kernel/requests/approvals.ts";
import { type RequestRow, requestParts } from "../kernel/requests/request-kind.ts";
import { waitingStatuses } from "../kernel/requests/request-state.ts";
import { requestTitles } from "../kernel/requests/request-title.ts";

export const requestFilters = ["all", "mine", "waiting", "failed"] as const;
export type RequestFilter = (typeof requestFilters)[number];

export interface ListedRequest {
  request: RequestRow;
  title: string;
  /** Failed, and the caller may decide what becomes of it. */
  decidable: boolean;
}

export interface RequestPage {
  requests: ListedRequest[];
  /** Where the next page begins. */
  next: string | undefined;
}

export const listRequestsInput = z.object({
  filter: z.enum(requestFilters),
  /** Only what is older than this one. */
  before: z.uuid().optional(),
  take: z.int().min(1).max(100),
});

/**
 * Requests, newest first: one's own, and of others those whose kind one may ask for oneself, or all of them with
 * `audit: view`. A draft is its requester's alone.
 */
export async function listRequests(
  ctx: Context<ConsoleUserActor>,
  input: z.infer<typeof listRequestsInput>,
): Promise<RequestPage> {
  const { filter, before, take } = listRequestsInput.parse(input);
  const found = await ctx.db.request.findMany({
    where: { AND: [visibleTo(ctx.actor), filters(ctx.actor)[filter], before ? { id: { lt: before } } : {}] },
    orderBy: { id: "desc" },
    take: take + 1,
    include: requestParts,
  });
  const shown = found.slice(0, take);
  const titles = await requestTitles(ctx, shown);
  return {
    requests: shown.map((request) => ({
      request,
      title: titles.get(request.id) ?? request.kind,
      decidable: request.status === "failed" && mayDecideFailed(ctx.actor, request),
    })),
    next: found.length > take ? shown.at(-1)?.id : undefined,
  };
}

export function visibleTo(actor: ConsoleUserActor): Prisma.RequestWhereInput {
  const others = allows(actor, "audit:view") ? {} : { needs: { in: permissionsOf(actor) } };
  return { OR: [ownOf(actor), { ...others, status: { not: "draft" } }] };
}

export function ownOf({ kind, id }: ConsoleUserActor): Prisma.RequestWhereInput {
  return kind === "api-client" ? { apiClientId: id } : { requesterId: id };
}

function filters(actor: ConsoleUserActor): Record<RequestFilter, Prisma.RequestWhereInput> {
  return {
    all: {},
    mine: ownOf(actor),
    waiting: { status: { in: [...waitingStatuses] } },
    failed: { status: "failed" },
  };
}

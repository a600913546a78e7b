import { z } from "zod";
import { allows, permissionsOf } from "../kernel/access/access.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { CloudEffect, Prisma } from "../generated/prisma/client.ts";
import { mayDecideFailed } from "../kernel/requests/approvals.ts";
import { type RequestRow, requestParts } from "../kernel/requests/request-kind.ts";
import { unsettledFor } from "../kernel/requests/settle-effect.ts";
import { waitingStatuses } from "../kernel/requests/request-state.ts";
import { requestTitles } from "../kernel/requests/request-title.ts";

export const requestFilters = ["all", "mine", "waiting", "failed"] as const;
export type RequestFilter = (typeof requestFilters)[number];

export interface ListedRequest {
  request: RequestRow;
  title: string;
  /** Failed, and the caller may decide what becomes of it. */
  decidable: boolean;
  /** What of it is not done in the cloud, and the caller may decide on or do. */
  inCloud: CloudEffect[];
}

export interface RequestPage {
  requests: ListedRequest[];
  /** Where the next page begins. */
  next: string | undefined;
  /** At the beginning of what waits: what no Request asked for, and the caller may decide on or do in the Console. */
  steps: CloudEffect[];
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
    where: { AND: [visibleTo(ctx.actor), filters(ctx)[filter], before ? { id: { lt: before } } : {}] },
    orderBy: { id: "desc" },
    take: take + 1,
    include: requestParts,
  });
  const shown = found.slice(0, take);
  const titles = await requestTitles(ctx, shown);
  const inCloud = await unsettledOf(ctx, shown);
  const steps = filter === "waiting" && before === undefined ? await stepsOfNoRequest(ctx) : [];
  return {
    requests: shown.map((request) => ({
      request,
      title: titles.get(request.id) ?? request.kind,
      decidable: request.status === "failed" && mayDecideFailed(ctx.actor, request),
      inCloud: inCloud.filter(({ requestId }) => requestId === request.id),
    })),
    steps,
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

const stepsAtMost = 5;

/** What an application or a page did here. The oldest first; Home has how many there are. */
async function stepsOfNoRequest({ db, cloud, actor }: Context<ConsoleUserActor>): Promise<CloudEffect[]> {
  if (!cloud || actor.kind === "api-client") return [];
  const where = { ...unsettledFor(actor), requestId: null };
  return db.cloudEffect.findMany({ where, orderBy: { id: "asc" }, take: stepsAtMost });
}

/** Nothing is asked where the program is not connected. */
async function unsettledOf(
  { db, cloud, actor }: Context<ConsoleUserActor>,
  requests: { id: string }[],
): Promise<CloudEffect[]> {
  if (!cloud || actor.kind === "api-client") return [];
  const where = { ...unsettledFor(actor), requestId: { in: requests.map(({ id }) => id) } };
  return db.cloudEffect.findMany({ where, orderBy: { id: "asc" } });
}

function filters({
  actor,
  cloud,
}: Context<ConsoleUserActor>): Record<RequestFilter, Prisma.RequestWhereInput> {
  const waits = { status: { in: [...waitingStatuses] } };
  const asksPeople = cloud && actor.kind !== "api-client";
  return {
    all: {},
    mine: ownOf(actor),
    waiting: asksPeople ? { OR: [waits, { cloudEffects: { some: unsettledFor(actor) } }] } : waits,
    failed: { status: "failed" },
  };
}

import { z } from "zod";
import { requirePermission } from "../kernel/access/require-access-change.ts";
import type { ConsoleUserActor, Context, App } from "../context.ts";
import { DomainError } from "../kernel/errors.ts";
import type { RequestItem } from "../generated/prisma/client.ts";

export interface InviteResults {
  requestId: string;
  counts: Counts;
  /** Ended, so that what failed can be tried again. */
  ended: boolean;
  items: RequestItem[];
}

interface Asked {
  /** The latest that the caller asked for, where it is left out. */
  requestId?: string | undefined;
  failedOnly?: boolean;
  /** The position after which the page begins. */
  after?: number | undefined;
  take: number;
}

/** What has become of each address of a bulk invitation. Undefined where the caller has none; throws not-found. */
export async function listInviteResults(
  ctx: Context<ConsoleUserActor>,
  asked: Asked,
): Promise<InviteResults | undefined> {
  await requirePermission(ctx, "users:view", "invite-results");
  const request = await find(ctx, asked.requestId);
  if (!request) return undefined;
  const items = await ctx.db.requestItem.findMany({
    where: {
      requestId: request.id,
      position: { gt: asked.after ?? -1 },
      ...(asked.failedOnly && { outcome: "failed" }),
    },
    orderBy: { position: "asc" },
    take: asked.take,
  });
  const counts = await countItems(ctx, request.id);
  return { requestId: request.id, counts, items, ended: ["done", "failed"].includes(request.status) };
}

async function find({ db, actor }: Context<ConsoleUserActor>, id: string | undefined) {
  if (id !== undefined && !z.uuid().safeParse(id).success) {
    throw new DomainError("invalid", "Give the number that the card shows, or none for your latest one.");
  }
  const kind = "invite-users";
  if (!id) {
    return db.request.findFirst({ where: { requesterId: actor.id, kind }, orderBy: { createdAt: "desc" } });
  }
  const found = await db.request.findFirst({ where: { id, kind } });
  if (found) return found;
  throw new DomainError("not-found", "No bulk invitation has this number.");
}

export interface Counts {
  all: number;
  finished: number;
  invited: number;
  added: number;
  /** Members, and addresses with an open invitation. */
  already: number;
  failed: number;
  accepted: number;
}

/** What a bulk invitation has come to. */
export async function countItems({ db }: App, requestId: string): Promise<Counts> {
  const groups = await db.requestItem.groupBy({
    by: ["outcome"],
    where: { requestId },
    _count: { _all: true, finishedAt: true },
  });
  const accepted = await db.invitation.count({ where: { requestId, acceptedAt: { not: null } } });
  const sum = (counted: (group: (typeof groups)[number]) => number) =>
    groups.reduce((total, group) => total + counted(group), 0);
  const ended = (...outcomes: string[]) =>
    sum(({ outcome, _count }) => (outcomes.includes(outcome ?? "") ? _count.finishedAt : 0));
  return {
    all: sum(({ _count }) => _count._all),
    finished: sum(({ _count }) => _count.finishedAt),
    invited: ended("invited"),
    added: ended("added"),
    already: ended("already-member", "already-invited"),
    failed: ended("failed"),
    accepted,
  };
}

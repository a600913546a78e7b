import type { App, ConsoleUserActor, Context } from "../context.ts";
import { allows } from "../kernel/access/access.ts";
import { requirePermission } from "../kernel/access/require-access-change.ts";
import { DomainError } from "../kernel/errors.ts";
import { memberKinds, openDrift } from "./drift-kinds.ts";
import { driftParts, type DriftRow } from "./drift-words.ts";

export const driftFilters = ["open", "ignored"] as const;
export type DriftFilter = (typeof driftFilters)[number];

export interface DriftPage {
  rows: DriftRow[];
  /** The number after which the next page begins. */
  next: number | undefined;
  /** When the list was last compared, and why that came to nothing, if it did. */
  last: { finishedAt: Date | null; trouble: string | null } | null;
}

interface Asked {
  filter: DriftFilter;
  after?: number | undefined;
  take: number;
}

/** Throws conflict where the program is a world of its own. */
export function requireConnected({ cloud }: Pick<App, "cloud">): void {
  if (cloud) return;
  throw new DomainError(
    "conflict",
    "This program is not connected to a Partner Console. Whoever runs it sets CYCLR_API_URL, CYCLR_CLIENT_ID and CYCLR_CLIENT_SECRET: see docs/connected.md.",
  );
}

/** What differs between here and the cloud, by number; of members only for those who may see users. */
export async function listDrift(ctx: Context<ConsoleUserActor>, asked: Asked): Promise<DriftPage> {
  await requirePermission(ctx, "accounts:view", "drift");
  requireConnected(ctx);
  const { filter, after, take } = asked;
  const rows = await ctx.db.cloudDrift.findMany({
    where: {
      ...openDrift,
      ignoredAt: filter === "ignored" ? { not: null } : null,
      ...(after !== undefined && { number: { gt: after } }),
      ...(!allows(ctx.actor, "users:view") && { kind: { notIn: memberKinds } }),
    },
    orderBy: { number: "asc" },
    take: take + 1,
    include: driftParts,
  });
  const shown = rows.slice(0, take);
  const last = await ctx.db.cloudSync.findFirst({
    where: { scope: "list", finishedAt: { not: null } },
    orderBy: { startedAt: "desc" },
    select: { finishedAt: true, trouble: true },
  });
  return { rows: shown, next: rows.length > take ? shown.at(-1)?.number : undefined, last };
}

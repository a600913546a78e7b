import { findAccount } from "../accounts/find-account.ts";
import { requirePermission } from "../console-users/require-permission.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Account, Prisma } from "../generated/prisma/client.ts";

const include = { user: { select: { username: true, apiUserOfId: true } } } as const;
export type ListedCycleEvent = Prisma.CycleEventGetPayload<{ include: typeof include }>;

export interface CycleEventsPage {
  account: Account;
  events: ListedCycleEvent[];
  /** Of the last event, where there are more. */
  next: string | undefined;
}

/** What was done to an Account's Cycles, by whom, newest first. Throws forbidden, not-found and conflict. */
export async function listCycleEvents(
  ctx: Context<ConsoleUserActor>,
  { account: named, before, take }: { account: string; before: string | undefined; take: number },
): Promise<CycleEventsPage> {
  await requirePermission(ctx, "accounts:view", "activity");
  const account = await findAccount(ctx, named);
  // Ids are made of the time, so that their order is that of the events.
  const events = await ctx.db.cycleEvent.findMany({
    where: { accountId: account.id, ...(before && { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: take + 1,
    include,
  });
  const shown = events.slice(0, take);
  return { account, events: shown, next: events.length > take ? shown.at(-1)?.id : undefined };
}

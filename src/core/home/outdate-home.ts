import type { Transaction } from "../database.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import type { Nudge } from "../jobs/queue.ts";

export const homeJobName = "home.draw";

/** Whose Home a change touches: these Console Users, or whoever made these Requests. */
type Whose = { consoleUserIds: string[] } | { requestIds: string[] };

/** Marks Homes as out of date, in the transaction of the change. Who never opened theirs has none. Nudge with what it returns. */
export async function outdateHome(tx: Transaction, whose: Whose, now: Date): Promise<Nudge[]> {
  const homes = await tx.home.updateManyAndReturn({
    where: homesOf(whose),
    data: { wantedVersion: { increment: 1 }, enqueuedAt: now },
    select: { consoleUserId: true },
  });
  return homes.map(homeNudge);
}

function homesOf(whose: Whose): Prisma.HomeWhereInput {
  if ("consoleUserIds" in whose) return { consoleUserId: { in: whose.consoleUserIds } };
  return { consoleUser: { requests: { some: { id: { in: whose.requestIds } } } } };
}

export function homeNudge({ consoleUserId }: { consoleUserId: string }): Nudge {
  return { lane: "messages", name: homeJobName, payload: { consoleUserId } };
}

/** The Console Users whose Homes are among what was to be nudged. */
export function nudgedHomes(nudges: Nudge[]): string[] {
  return nudges
    .filter(({ name }) => name === homeJobName)
    .map(({ payload }) => (payload as { consoleUserId: string }).consoleUserId);
}

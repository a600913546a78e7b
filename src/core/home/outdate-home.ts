import type { Transaction } from "../database.ts";
import { Prisma } from "../generated/prisma/client.ts";
import type { Nudge } from "../jobs/queue.ts";

export const homeJobName = "home.draw";

/** Whose Home a change touches: these Console Users, or whoever made these Requests. */
type Whose = { consoleUserIds: string[] } | { requestIds: string[] };

/** What changes within so long of each other is shown by one drawing: the chat counts them, and each reads all that a Home shows. */
export const gatherMs = 500;

/**
 * Marks Homes as out of date, in the transaction of the change. Who never opened theirs has none. Nudge with what it returns:
 * whose Home was out of date already has a job to come, and that one shows this change as well.
 */
export async function outdateHome(tx: Transaction, whose: Whose, now: Date): Promise<Nudge[]> {
  const homes = await tx.$queryRaw<{ consoleUserId: string; wasDrawn: boolean }[]>`
    UPDATE "Home" SET
      "wantedVersion" = "wantedVersion" + 1,
      "enqueuedAt" = CASE WHEN "drawnVersion" = "wantedVersion" THEN ${now} ELSE "enqueuedAt" END
    WHERE ${homesOf(whose)}
    RETURNING "consoleUserId", "drawnVersion" + 1 = "wantedVersion" AS "wasDrawn"`;
  return homes.filter(({ wasDrawn }) => wasDrawn).map((home) => ({ ...homeNudge(home), delayMs: gatherMs }));
}

function homesOf(whose: Whose): Prisma.Sql {
  if ("consoleUserIds" in whose) return Prisma.sql`"consoleUserId" = ANY(${whose.consoleUserIds}::uuid[])`;
  return Prisma.sql`"consoleUserId" IN (SELECT "requesterId" FROM "Request" WHERE "id" = ANY(${whose.requestIds}::uuid[]))`;
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

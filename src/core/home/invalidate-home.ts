import type { Transaction } from "../database.ts";
import { Prisma } from "../generated/prisma/client.ts";
import type { After } from "../kernel/outbox/transact.ts";
import type { Task } from "../kernel/outbox/queue.ts";

export const homeJobName = "home.draw";

/** Whose Home a change touches: these Console Users, or whoever made these Requests. */
type Whose = { consoleUserIds: string[] } | { requestIds: string[] };

/** What changes within so long of each other is shown by one drawing: the chat counts them, and each reads all that a Home shows. */
export const debounceMs = 500;

/**
 * Marks Homes as out of date, in the transaction of the change. Who never opened theirs has none;
 * whose Home was out of date already has a job to come, and that one shows this change as well.
 */
export async function invalidateHome(tx: Transaction, after: After, whose: Whose, now: Date): Promise<void> {
  const homes = await tx.$queryRaw<{ consoleUserId: string; wasDrawn: boolean }[]>`
    UPDATE "Home" SET
      "wantedVersion" = "wantedVersion" + 1,
      "enqueuedAt" = CASE WHEN "drawnVersion" = "wantedVersion" THEN ${now} ELSE "enqueuedAt" END
    WHERE ${homesOf(whose)}
    RETURNING "consoleUserId", "drawnVersion" + 1 = "wantedVersion" AS "wasDrawn"`;
  const drawn = homes.filter(({ wasDrawn }) => wasDrawn);
  after.dispatch(...drawn.map((home) => ({ ...homeTask(home), delayMs: debounceMs })));
}

function homesOf(whose: Whose): Prisma.Sql {
  if ("consoleUserIds" in whose) return Prisma.sql`"consoleUserId" = ANY(${whose.consoleUserIds}::uuid[])`;
  return Prisma.sql`"consoleUserId" IN (SELECT "requesterId" FROM "Request" WHERE "id" = ANY(${whose.requestIds}::uuid[]))`;
}

export function homeTask({ consoleUserId }: { consoleUserId: string }): Task {
  return { lane: "messages", name: homeJobName, payload: { consoleUserId } };
}

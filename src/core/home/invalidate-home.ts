import type { Transaction } from "../database.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { dueSoon, type Outbox } from "../kernel/outbox/outbox.ts";
import type { After } from "../kernel/outbox/transact.ts";
import type { Task } from "../kernel/outbox/queue.ts";

export const homeJobName = "home.draw";

/** Homes whose row has changed since they were drawn. */
export const homeOutbox: Outbox<{ consoleUserId: string }> = {
  table: "Home",
  id: "consoleUserId",
  open: Prisma.sql`"observedGeneration" < "generation"`,
  columns: ["consoleUserId"],
  task: homeTask,
  pollMs: 1_000,
};

/** Whose Home a change touches: these Console Users, or whoever made these Requests. */
type Whose = { consoleUserIds: string[] } | { requestIds: string[] };

/** What changes within so long of each other is shown by one drawing: the chat counts them, and each reads all that a Home shows. */
export const debounceMs = 500;

/**
 * Marks Homes as out of date, in the transaction of the change. Who never opened theirs has none;
 * whose Home was out of date already has a job to come, and that one shows this change as well.
 */
export async function invalidateHome(tx: Transaction, after: After, whose: Whose, now: Date): Promise<void> {
  const { dueAt } = dueSoon(now, debounceMs);
  const homes = await tx.$queryRaw<{ consoleUserId: string; wasDrawn: boolean }[]>`
    UPDATE "Home" SET
      "generation" = "generation" + 1,
      "dueAt" = CASE WHEN "observedGeneration" = "generation" THEN ${dueAt} ELSE "dueAt" END,
      "recoveries" = CASE WHEN "observedGeneration" = "generation" THEN 0 ELSE "recoveries" END
    WHERE ${homesOf(whose)}
    RETURNING "consoleUserId", "observedGeneration" + 1 = "generation" AS "wasDrawn"`;
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

import { by } from "../audit/record-audit.ts";
import { systemActor } from "../audit/system-actor.ts";
import type { App } from "../context.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { recordGrantEnd } from "./record-grant-end.ts";

const atOnce = 200;

/**
 * Records the ends of the grants, of these, whose time has run out, in the order in which they ended; each once, whoever
 * else does the same. Called before a level is changed as well, so that the audit tells what happened in its order.
 * Returns how many.
 */
export async function endDueGrants(app: App, which: Prisma.AdministratorGrantWhereInput): Promise<number> {
  const now = app.clock();
  const due = await app.db.administratorGrant.findMany({
    where: { AND: which, endedAt: null, endsAt: { lte: now } },
    orderBy: [{ endsAt: "asc" }, { id: "asc" }],
    take: atOnce,
    select: { id: true },
  });
  let count = 0;
  for (const { id } of due) {
    const end = await transact(app, (tx, after) =>
      recordGrantEnd(tx, after, by(app, systemActor), id, { now }),
    );
    if (end) count += 1;
  }
  return count;
}

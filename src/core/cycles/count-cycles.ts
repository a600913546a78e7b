import { shorten } from "../chat/mrkdwn.ts";
import type { Database, Transaction } from "../database.ts";

export interface CycleCounts {
  active: number;
  paused: number;
  /** The first of those that are active. */
  named: string[];
}

const namedAtMost = 5;

/** The Cycles of one Account, those of its sub-accounts not among them. */
export async function countCycles(db: Database | Transaction, accountId: string): Promise<CycleCounts> {
  const groups = await db.cycle.groupBy({ by: ["status"], where: { accountId }, _count: true });
  const of = (wanted: string) => groups.find(({ status }) => status === wanted)?._count ?? 0;
  const active = of("Active");
  const first =
    active === 0
      ? []
      : await db.cycle.findMany({
          where: { accountId, status: "Active" },
          orderBy: { id: "asc" },
          take: namedAtMost,
          select: { name: true },
        });
  return { active, paused: of("Paused"), named: first.map(({ name }) => shorten(name, 80)) };
}

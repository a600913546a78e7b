import { startPostgres } from "../../../src/sandbox/postgres.ts";
import { findRedisServer } from "../../support/requirements.ts";
import { startRedis } from "../../support/redis-server.ts";
import { faultsOf, killedWorkerMatrix, matrixTable } from "../killed-worker/matrix.ts";
import { scenarios } from "../killed-worker/scenarios.ts";
import { startWorld } from "../killed-worker/world.ts";
import type { Part } from "../run-parts.ts";

/** What a table of it means. */
export const legend =
  "A real worker process is killed with SIGKILL when the effect at the head of a column has been committed or carried out, and before it has heard so. ✓: another worker then came to the same end as one that was left alone, row for row, which is the end named in the line; a mail whose answer was lost went out again as the same mail, and nothing else was done twice. An empty cell: this kind has no such effect.";

export const killedWorker: Part = async (print) => {
  const tables: string[] = [];
  const faults: string[] = [];
  for (const store of findRedisServer() ? ["PostgreSQL", "Redis"] : ["PostgreSQL"]) {
    const postgres = await startPostgres({ maxConnections: 300 });
    const redis = store === "Redis" ? await startRedis() : undefined;
    const world = await startWorld(await postgres.createDatabase("chaos"), { redisUrl: redis?.url });
    try {
      const rows = await killedWorkerMatrix(world, scenarios);
      const table = `## The queue on ${store}\n\n${matrixTable(rows)}`;
      print(table);
      tables.push(table);
      faults.push(...faultsOf(rows).map((fault) => `${store}: ${fault}`));
    } finally {
      await world.stop();
      await redis?.stop();
      await postgres.stop();
    }
  }
  if (faults.length > 0) throw new Error(faults.join("\n"));
  return [legend, ...tables].join("\n\n");
};

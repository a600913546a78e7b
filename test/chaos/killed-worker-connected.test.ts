import process from "node:process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { definedRequests } from "../../src/core/features.ts";
import { cloneDatabase, type TestDatabase } from "../support/test-database.ts";
import { connectedScenarios } from "./killed-worker/connected-scenarios.ts";
import type { Effect } from "./killed-worker/effects.ts";
import { faultsOf, killedWorkerMatrix, matrixTable } from "./killed-worker/matrix.ts";
import { startWorld, type World } from "./killed-worker/world.ts";

const databases: TestDatabase[] = [];
let world: World;
beforeAll(async () => {
  databases.push(await cloneDatabase(), await cloneDatabase());
  const [here, there] = databases;
  world = await startWorld(here?.url ?? "", { cloudDatabaseUrl: there?.url ?? "" });
});
afterAll(async () => {
  await world.stop();
  for (const database of databases) await database.drop();
});

/** All effects of all kinds are for `npm run chaos -- killed-worker-connected`; here what is done there. */
const effects: Effect[] = ["done in Cyclr", "done in Cyclr recorded", "asked by hand"];

test(
  "a connected worker killed after an effect in Cyclr's cloud leaves the same end, here and there",
  { timeout: 300_000 },
  async () => {
    const { cloud } = world.sandbox;
    if (!cloud) throw new Error("There is no cloud");
    const scenarios = connectedScenarios(cloud.db);
    const kinds = definedRequests.map(({ kind }) => kind).filter((kind) => kind.endsWith("-drift"));
    expect(kinds.filter((kind) => !scenarios.some((one) => one.kind === kind))).toEqual([]);
    const rows = await killedWorkerMatrix(world, scenarios, effects);
    process.stderr.write(`\n${matrixTable(rows)}\n`);
    expect(faultsOf(rows)).toEqual([]);
    for (const effect of effects) expect(rows.some(({ cells }) => cells.has(effect))).toBe(true);
  },
);

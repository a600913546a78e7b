import { startPostgres } from "../../../src/sandbox/postgres.ts";
import { connectedScenarios } from "../killed-worker/connected-scenarios.ts";
import { faultsOf, killedWorkerMatrix, matrixTable } from "../killed-worker/matrix.ts";
import { startWorld } from "../killed-worker/world.ts";
import type { Part } from "../run-parts.ts";
import { legend } from "./killed-worker.ts";

const connectedLegend =
  "The worker is connected to a second instance of the program, which stands for Cyclr's cloud. The last column is what was to be done there, what stands there in the end, and how often the cloud has done it: “done in Cyclr” kills the worker when the cloud has done it and has not answered.";

/** The same where each change is carried over to Cyclr's cloud, or asked of people there. */
export const killedWorkerConnected: Part = async (print) => {
  const postgres = await startPostgres({ maxConnections: 300 });
  const cloudDatabaseUrl = await postgres.createDatabase("cloud");
  const world = await startWorld(await postgres.createDatabase("chaos"), { cloudDatabaseUrl });
  const { cloud } = world.sandbox;
  if (!cloud) throw new Error("There is no cloud.");
  try {
    const rows = await killedWorkerMatrix(world, connectedScenarios(cloud.db));
    const table = matrixTable(rows);
    print(table);
    const faults = faultsOf(rows);
    if (faults.length > 0) throw new Error(faults.join("\n"));
    return [legend, connectedLegend, table].join("\n\n");
  } finally {
    await world.stop();
    await postgres.stop();
  }
};

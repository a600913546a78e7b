import process from "node:process";
import { approvals } from "./parts/approvals.ts";
import { killedWorkerConnected } from "./parts/killed-worker-connected.ts";
import { killedWorker } from "./parts/killed-worker.ts";
import { outagesPart } from "./parts/outages.ts";
import { runParts } from "./run-parts.ts";

await runParts("chaos", process.argv.slice(2), {
  approvals,
  "killed-worker": killedWorker,
  "killed-worker-connected": killedWorkerConnected,
  outages: outagesPart,
});

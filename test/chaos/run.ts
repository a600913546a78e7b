import process from "node:process";
import { killedWorker } from "./parts/killed-worker.ts";
import { outagesPart } from "./parts/outages.ts";
import { runParts } from "./run-parts.ts";

await runParts("chaos", process.argv.slice(2), { "killed-worker": killedWorker, outages: outagesPart });

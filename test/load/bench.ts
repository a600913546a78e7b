import process from "node:process";
import { runParts } from "../chaos/run-parts.ts";
import { benchApi } from "./bench-api.ts";
import { benchAudit } from "./bench-audit.ts";
import { benchBulk } from "./bench-bulk.ts";
import { benchImport } from "./bench-import.ts";
import { benchMillion, benchTable } from "./bench-table.ts";
import { benchLatency } from "./bench-latency.ts";
import { benchPage } from "./bench-page.ts";
import { profile } from "./profile.ts";

await runParts("bench", process.argv.slice(2), {
  table: benchTable,
  million: benchMillion,
  bulk: benchBulk,
  audit: benchAudit,
  import: benchImport,
  api: benchApi,
  latency: benchLatency,
  page: benchPage,
  profile,
});

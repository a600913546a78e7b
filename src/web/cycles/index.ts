import type { WebFeature } from "../http/web-feature.ts";
import { listCyclesRoute, createCycleRoute, readCycleRoute } from "./cycle-json.ts";
import { newCycle, accountCycle } from "./cycle.tsx";
import { accountCycles } from "./cycles.tsx";
import { deleteCycleRoute } from "./delete-cycle.ts";
import { storeCycle } from "./store-cycle.ts";
import { activateCycle, deactivateCycle } from "./switch-cycle.ts";

export const cycles: WebFeature = {
  pages: [accountCycles, newCycle, accountCycle],
  calls: [
    listCyclesRoute,
    createCycleRoute,
    readCycleRoute,
    storeCycle,
    deleteCycleRoute,
    activateCycle,
    deactivateCycle,
  ],
};

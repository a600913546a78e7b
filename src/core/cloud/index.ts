import type { Feature } from "../feature.ts";
import { cloudSyncOutbox, sweepCloudSync, syncCloudJob } from "./cloud-sync.ts";
import { shrunkenListMailing } from "./shrunken-list.ts";

export const cloud: Feature = {
  jobs: [syncCloudJob],
  mailings: [shrunkenListMailing],
  outboxes: [cloudSyncOutbox],
  sweeps: [sweepCloudSync],
};

import type { Feature } from "../feature.ts";
import { cloudSyncOutbox, sweepCloudSync, syncCloudJob } from "./cloud-sync.ts";
import { settleAccountDriftRequest, settleMemberDriftRequest } from "./settle-drift.ts";
import { shrunkenListMailing } from "./shrunken-list.ts";

export const cloud: Feature = {
  requests: [settleAccountDriftRequest, settleMemberDriftRequest],
  jobs: [syncCloudJob],
  mailings: [shrunkenListMailing],
  outboxes: [cloudSyncOutbox],
  sweeps: [sweepCloudSync],
};

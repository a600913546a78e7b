import type { Feature } from "../feature.ts";
import { cloudSyncOutbox, sweepCloudSync, syncCloudJob } from "./cloud-sync.ts";
import { remindOfSteps, stepsMailing } from "./remind-of-steps.ts";
import { settleAccountDriftRequest, settleMemberDriftRequest } from "./settle-drift.ts";
import { shrunkenListMailing } from "./shrunken-list.ts";
import { askForSteps } from "./steps-from-audit.ts";

export const cloud: Feature = {
  requests: [settleAccountDriftRequest, settleMemberDriftRequest],
  jobs: [syncCloudJob],
  mailings: [shrunkenListMailing, stepsMailing],
  outboxes: [cloudSyncOutbox],
  sweeps: [sweepCloudSync, askForSteps, remindOfSteps],
};

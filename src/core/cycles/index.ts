import type { Feature } from "../feature.ts";
import { notifyCycleEventJob, notificationSecretPurpose } from "./notify-cycle-event.ts";
import { cycleEventOutbox } from "./record-cycle-event.ts";

export const cycles: Feature = {
  jobs: [notifyCycleEventJob],
  outboxes: [cycleEventOutbox],
  sealed: [
    {
      table: "Partner",
      column: "notificationSecretSealed",
      key: "id",
      purpose: () => notificationSecretPurpose,
    },
  ],
};

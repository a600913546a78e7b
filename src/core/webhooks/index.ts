import type { Feature } from "../feature.ts";
import { deliverWebhookJob } from "./deliver-webhook.ts";
import { sweepDeliveriesOfWebhooks, sweepOldSecrets, sweepOrphanedWebhooks } from "./sweep-webhooks.ts";
import { switchedOffMailing } from "./switch-off.ts";
import { webhookOutbox } from "./webhook-outbox.ts";
import { oldSecretPurpose, secretPurpose } from "./webhook-secret.ts";

export const webhooks: Feature = {
  jobs: [deliverWebhookJob],
  mailings: [switchedOffMailing],
  outboxes: [webhookOutbox],
  sweeps: [sweepDeliveriesOfWebhooks, sweepOldSecrets, sweepOrphanedWebhooks],
  sealed: [
    { table: "Webhook", column: "secretSealed", key: "id", purpose: secretPurpose },
    { table: "Webhook", column: "oldSecretSealed", key: "id", purpose: oldSecretPurpose },
  ],
};

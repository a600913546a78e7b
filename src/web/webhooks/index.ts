import type { WebFeature } from "../http/web-feature.ts";
import { listDeliveriesRoute, resendDeliveryRoute, testWebhookRoute } from "./deliveries.ts";
import {
  changeWebhookRoute,
  createWebhookRoute,
  deleteWebhookRoute,
  listEventTypesRoute,
  listWebhooksRoute,
  readWebhookRoute,
  rotateSecretRoute,
} from "./webhooks.ts";

export const webhooks: WebFeature = {
  calls: [
    listEventTypesRoute,
    listWebhooksRoute,
    createWebhookRoute,
    readWebhookRoute,
    changeWebhookRoute,
    deleteWebhookRoute,
    rotateSecretRoute,
    testWebhookRoute,
    listDeliveriesRoute,
    resendDeliveryRoute,
  ],
};

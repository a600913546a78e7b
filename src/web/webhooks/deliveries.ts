import { z } from "@hono/zod-openapi";
import { eventTypes, testType } from "../../core/webhooks/event-types.ts";
import {
  type DeliveryState,
  listDeliveries,
  resendDelivery,
  testWebhook,
} from "../../core/webhooks/deliveries.ts";
import { partnerRoute } from "../http/api-route.ts";
import { idInPath } from "../http/id-in-path.ts";
import { jsonObject, wholeNumber } from "../http/json-schemas.ts";
import { deliveryJson, deliveryState, showDelivery } from "./webhook-json.ts";

const tag = "Webhooks";
const needs = "settings:manage";

export const testWebhookRoute = partnerRoute(
  {
    method: "post",
    path: "/v1.0/webhooks/{id}/test",
    tag,
    needs,
    summary: "Send an event of the type test, to try a webhook out",
    params: idInPath,
    status: 201,
    answer: deliveryJson,
    conflict: "The webhook is off.",
  },
  async ({ ctx, params }) => ({ body: showDelivery(await testWebhook(ctx, params.id)) }),
);

const [usualLimit, largestLimit] = [50, 200];

/** Page by page along a cursor, which is the id of the last delivery of the page before. */
const listQuery = jsonObject({
  limit: wholeNumber(z.int().min(1).max(largestLimit))
    .optional()
    .openapi({ description: `How many come at most: 1 to ${largestLimit}, else ${usualLimit}.` }),
  cursor: z
    .uuid("This is no NextCursor of this list. Leave it out to begin at the first page.")
    .optional()
    .openapi({ description: "The NextCursor of the page before." }),
  State: deliveryState.optional(),
  EventType: z.enum([...eventTypes, testType]).optional(),
});

export const listDeliveriesRoute = partnerRoute(
  {
    method: "get",
    path: "/v1.0/webhooks/{id}/deliveries",
    tag,
    needs,
    summary: "What a webhook was told, or is to be told, newest first; kept for 30 days",
    params: idInPath,
    query: listQuery,
    answer: z
      .strictObject({ Data: z.array(deliveryJson), NextCursor: z.uuid().nullable() })
      .openapi("WebhookDeliveries"),
  },
  async ({ ctx, params, query }) => {
    const take = query.limit ?? usualLimit;
    const found = await listDeliveries(ctx, {
      webhookId: params.id,
      state: query.State?.toLowerCase() as DeliveryState | undefined,
      type: query.EventType,
      before: query.cursor,
      take,
    });
    const shown = found.slice(0, take);
    const NextCursor = found.length > take ? (shown.at(-1)?.id ?? null) : null;
    return { body: { Data: shown.map(showDelivery), NextCursor } };
  },
);

const inPath = z.object({ id: z.string(), deliveryId: z.string() });

export const resendDeliveryRoute = partnerRoute(
  {
    method: "post",
    path: "/v1.0/webhooks/{id}/deliveries/{deliveryId}/resend",
    tag,
    needs,
    summary: "Send an event once more, under the same webhook-id and for three more days",
    params: inPath,
    answer: deliveryJson,
    conflict: "The webhook is off.",
  },
  async ({ ctx, params }) => {
    const { id: webhookId, deliveryId } = params;
    return { body: showDelivery(await resendDelivery(ctx, { webhookId, deliveryId })) };
  },
);

import { z } from "@hono/zod-openapi";
import { eventTypes, testType } from "../../core/webhooks/event-types.ts";
import {
  type DeliveryState,
  listDeliveries,
  resendDelivery,
  testWebhook,
} from "../../core/webhooks/deliveries.ts";
import { partnerRoute } from "../http/api-route.ts";
import { answerCursor, cursorPage, cursorQuery, cutPage, readCursor } from "../http/cursor-list.ts";
import { idInPath } from "../http/id-in-path.ts";
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

export const listDeliveriesRoute = partnerRoute(
  {
    method: "get",
    path: "/v1.0/webhooks/{id}/deliveries",
    tag,
    needs,
    summary: "What a webhook was told, or is to be told, newest first; kept for 30 days",
    params: idInPath,
    query: cursorQuery({
      State: deliveryState.optional(),
      EventType: z.enum([...eventTypes, testType]).optional(),
    }),
    answer: cursorPage(deliveryJson, "WebhookDeliveries"),
  },
  async (call) => {
    const { ctx, params, query } = call;
    const { take, after } = readCursor(call, z.uuid());
    const found = await listDeliveries(ctx, {
      webhookId: params.id,
      state: query.State?.toLowerCase() as DeliveryState | undefined,
      type: query.EventType,
      before: after,
      take,
    });
    return answerCursor(
      call,
      cutPage(found, take, ({ id }) => id),
      showDelivery,
    );
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

import { z } from "@hono/zod-openapi";
import { eventTypes, testType } from "../../core/webhooks/event-types.ts";
import { type DeliveryState, deliveryStates, stateOf } from "../../core/webhooks/deliveries.ts";
import type { ListedWebhook } from "../../core/webhooks/webhooks.ts";
import type { WebhookDelivery } from "../../core/generated/prisma/client.ts";

/** One event type in the document. */
export const eventType = z.enum(eventTypes).openapi("EventType");

const fields = {
  Id: z.uuid(),
  Url: z
    .string()
    .openapi({ description: "Where events are told, by POST.", example: "https://acme.example/hook" }),
  Description: z.string(),
  EventTypes: z
    .array(z.string())
    .nullable()
    .openapi({ description: "What it is told of; null: of everything, also of types to come." }),
  Enabled: z.boolean(),
  OffBecause: z
    .string()
    .nullable()
    .openapi({ description: "Why it was switched off, where no call of the API did it." }),
  FailingSinceUtc: z.iso
    .datetime()
    .nullable()
    .openapi({ description: "Since when it has taken nothing; null once it has." }),
  OldSecretUntilUtc: z.iso
    .datetime()
    .nullable()
    .openapi({ description: "Until when the secret before signs besides." }),
  ClientName: z.string().openapi({ description: "The API client by whose rights it hears." }),
  CreatedAtUtc: z.iso.datetime(),
  ChangedAtUtc: z.iso.datetime(),
};

/** A webhook as it is answered, without its secret. */
export const webhookJson = z.strictObject(fields).openapi("Webhook");

/** The same with its secret, which is shown once. */
export const webhookWithSecretJson = z
  .strictObject({
    ...fields,
    Secret: z.string().openapi({
      description: "Signs each event. It is shown this once; where it was lost, rotate it.",
      example: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=",
    }),
  })
  .openapi("WebhookWithSecret");

export function showWebhook(webhook: ListedWebhook): z.input<typeof webhookJson> {
  const types = webhook.eventTypes;
  return {
    Id: webhook.id,
    Url: webhook.url,
    Description: webhook.description,
    EventTypes: types.length > 0 ? types : null,
    Enabled: webhook.enabled,
    OffBecause: webhook.offBecause,
    FailingSinceUtc: webhook.failingSince?.toISOString() ?? null,
    OldSecretUntilUtc: webhook.oldSecretUntil?.toISOString() ?? null,
    ClientName: webhook.apiClient.name,
    CreatedAtUtc: webhook.createdAt.toISOString(),
    ChangedAtUtc: webhook.changedAt.toISOString(),
  };
}

/** What a delivery has come to, in the document. */
export const deliveryState = z
  .enum(deliveryStates.map(capital) as [Capital<DeliveryState>, ...Capital<DeliveryState>[]])
  .openapi("DeliveryState");

type Capital<Word extends string> = Capitalize<Word>;

function capital<Word extends string>(word: Word): Capitalize<Word> {
  return (word.charAt(0).toUpperCase() + word.slice(1)) as Capitalize<Word>;
}

/** One event for one webhook, as it is answered. */
export const deliveryJson = z
  .strictObject({
    Id: z.uuid().openapi({ description: "Goes out as the header webhook-id, the same at each try." }),
    WebhookId: z.uuid(),
    EventId: z.string().nullable().openapi({ description: "The entry of the audit; null for a test." }),
    EventType: z.string().openapi({ description: `An event type, or ${testType}.` }),
    State: deliveryState,
    Attempts: z.int().openapi({ description: "Since it was written, or sent again." }),
    LastStatus: z.int().nullable().openapi({ description: "What the address answered last." }),
    LastTrouble: z.string().nullable().openapi({ description: "Why the last try did not succeed." }),
    LastAttemptAtUtc: z.iso.datetime().nullable(),
    NextAttemptAtUtc: z.iso.datetime().nullable().openapi({ description: "While it is pending." }),
    DeliveredAtUtc: z.iso.datetime().nullable(),
    FailedAtUtc: z.iso.datetime().nullable(),
    CreatedAtUtc: z.iso.datetime(),
  })
  .openapi("WebhookDelivery");

export function showDelivery(delivery: WebhookDelivery): z.input<typeof deliveryJson> {
  return {
    Id: delivery.id,
    WebhookId: delivery.webhookId,
    EventId: delivery.eventId === null ? null : String(delivery.eventId),
    EventType: delivery.type,
    State: capital(stateOf(delivery)),
    Attempts: delivery.attempts,
    LastStatus: delivery.lastStatus,
    LastTrouble: delivery.trouble,
    LastAttemptAtUtc: delivery.triedAt?.toISOString() ?? null,
    NextAttemptAtUtc: delivery.nextAt?.toISOString() ?? null,
    DeliveredAtUtc: delivery.deliveredAt?.toISOString() ?? null,
    FailedAtUtc: delivery.failedAt?.toISOString() ?? null,
    CreatedAtUtc: delivery.createdAt.toISOString(),
  };
}

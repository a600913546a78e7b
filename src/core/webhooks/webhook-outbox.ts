import { Prisma } from "../generated/prisma/client.ts";
import type { Outbox } from "../kernel/outbox/outbox.ts";
import type { Task } from "../kernel/outbox/queue.ts";

/**
 * What has deliveries to make. A webhook is leased as a whole: one worker makes all of its deliveries, a few at once, so that a
 * slow one takes the place of one job and no more.
 */
export const webhookOutbox: Outbox<{ id: string }> = {
  table: "Webhook",
  id: "id",
  open: Prisma.sql`"enabled" AND "waiting"`,
  columns: ["id"],
  task: ({ id }) => webhookTask(id),
};

/** The job that makes the deliveries of one webhook. */
export const deliverWebhook = "deliver-webhook";

export function webhookTask(webhookId: string): Task {
  return { lane: "notifications", name: deliverWebhook, payload: { webhookId } };
}

/** A delivery that is not over. */
export const openDelivery = {
  deliveredAt: null,
  failedAt: null,
} satisfies Prisma.WebhookDeliveryWhereInput;

/** Who hears what is audited: as long as the client that a webhook goes by is not revoked. */
export const mayHear = {
  enabled: true,
  apiClient: { revokedAt: null, accountId: null },
} satisfies Prisma.WebhookWhereInput;

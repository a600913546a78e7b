import type { ApiClientActor, Context } from "../context.ts";
import type { Prisma, WebhookDelivery } from "../generated/prisma/client.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import { DomainError } from "../kernel/errors.ts";
import { workForPartner } from "../kernel/levels/work-in-account.ts";
import { isUuid } from "../kernel/text/uuid.ts";
import { testType } from "./event-types.ts";
import { openDelivery } from "./webhook-outbox.ts";
import { type ListedWebhook, lockWebhook, readWebhook, subjectOf, wake } from "./webhooks.ts";

export const deliveryStates = ["pending", "delivered", "failed"] as const;

export type DeliveryState = (typeof deliveryStates)[number];

/** What a delivery has come to. */
export function stateOf({
  deliveredAt,
  failedAt,
}: Pick<WebhookDelivery, "deliveredAt" | "failedAt">): DeliveryState {
  if (deliveredAt) return "delivered";
  return failedAt ? "failed" : "pending";
}

const inState: Record<DeliveryState, Prisma.WebhookDeliveryWhereInput> = {
  pending: openDelivery,
  delivered: { deliveredAt: { not: null } },
  failed: { failedAt: { not: null } },
};

type Acting = Context<ApiClientActor>;

interface Asked {
  webhookId: string;
  state?: DeliveryState | undefined;
  type?: string | undefined;
  /** Only what is older than this delivery. */
  before?: string | undefined;
  take: number;
}

/** Deliveries of one webhook, newest first, and one more than asked for where there are more. Throws not-found. */
export async function listDeliveries(ctx: Acting, asked: Asked): Promise<WebhookDelivery[]> {
  const { webhookId, state, type, before, take } = asked;
  await readWebhook(ctx.db, webhookId);
  return ctx.db.webhookDelivery.findMany({
    where: {
      webhookId,
      ...(state && inState[state]),
      ...(type !== undefined && { type }),
      ...(before !== undefined && { id: { lt: before } }),
    },
    orderBy: { id: "desc" },
    take: take + 1,
  });
}

/** Sends something of its own, to try a webhook out. Throws not-found, forbidden, and conflict while it is off. */
export async function testWebhook(ctx: Acting, webhookId: string): Promise<WebhookDelivery> {
  const now = ctx.clock();
  return workForPartner(ctx, "test-webhook", async (tx, after) => {
    const webhook = await lockWebhook(tx, webhookId);
    requireOn(webhook);
    const delivery = await tx.webhookDelivery.create({
      data: { webhookId, type: testType, nextAt: now, since: now, createdAt: now },
    });
    await wake(tx, after, webhook, now);
    await recordAudit(tx, ctx, { action: "webhook-tested", subject: subjectOf(webhook) });
    return delivery;
  });
}

/**
 * Sends a delivery once more, whatever came of it, under the same `webhook-id` and with another three days; one that is open is
 * tried at once. Throws not-found, forbidden, and conflict while its webhook is off.
 */
export async function resendDelivery(
  ctx: Acting,
  { webhookId, deliveryId }: { webhookId: string; deliveryId: string },
): Promise<WebhookDelivery> {
  const now = ctx.clock();
  return workForPartner(ctx, "resend-webhook-delivery", async (tx, after) => {
    const webhook = await lockWebhook(tx, webhookId);
    const known = isUuid(deliveryId)
      ? await tx.webhookDelivery.findUnique({ where: { id: deliveryId, webhookId } })
      : null;
    if (!known) throw new DomainError("not-found", "This webhook has no delivery with this id.");
    requireOn(webhook);
    const delivery = await tx.webhookDelivery.update({
      where: { id: deliveryId },
      data: { attempts: 0, deliveredAt: null, failedAt: null, nextAt: now, since: now },
    });
    await wake(tx, after, webhook, now);
    await recordAudit(tx, ctx, {
      action: "webhook-delivery-resent",
      subject: subjectOf(webhook),
      after: { delivery: delivery.id, type: delivery.type },
    });
    return delivery;
  });
}

function requireOn({ enabled }: ListedWebhook): void {
  if (!enabled)
    throw new DomainError("conflict", "This webhook is off. Switch it on first, with Enabled: true.");
}

import { Prisma, type Webhook } from "../generated/prisma/client.ts";
import { accessOf, allows } from "../kernel/access/access.ts";
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

type Read = Pick<Webhook, "url" | "apiClientId" | "changedAt">;

/** What of a webhook says that nobody changed it since it was read: what came of it before says nothing of what it is now. */
export const asRead = ({ url, apiClientId, changedAt }: Read) => ({ url, apiClientId, changedAt });

/** Whether two readings are of a webhook that nobody changed between them. */
export function isUnchanged(one: Read, other: Read): boolean {
  const changed = one.changedAt.getTime() !== other.changedAt.getTime();
  return !changed && one.url === other.url && one.apiClientId === other.apiClientId;
}

/** What of its API client says whether a webhook hears anything. */
export const hearing = {
  apiClient: { select: { revokedAt: true, accountId: true, fullAccess: true, permissions: true } },
} as const satisfies Prisma.WebhookInclude;

type Hearing = Prisma.WebhookGetPayload<{ include: typeof hearing }>;

/** Whether it hears what is audited: as long as the client that it goes by may read the audit. */
export function mayHear({ apiClient }: Hearing): boolean {
  const { revokedAt, accountId } = apiClient;
  return revokedAt === null && accountId === null && allows(accessOf(apiClient), "audit:view");
}

/** Why a webhook is switched off that may not. */
export const deafBecause = "The API client that it goes by was revoked, or may no longer read the audit.";

import { createHash } from "node:crypto";
import { z } from "zod";
import type { ApiClientActor, Context } from "../context.ts";
import type { Prisma, Webhook } from "../generated/prisma/client.ts";
import { requirePermission, requirePermissionNow } from "../kernel/access/require-access-change.ts";
import { type AuditEntry, recordAudit } from "../kernel/audit/record-audit.ts";
import type { Database, Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import { workForPartner } from "../kernel/levels/work-in-account.ts";
import { dueSoon } from "../kernel/outbox/outbox.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { checkInput } from "../kernel/text/check-input.ts";
import { isUuid, newUuid } from "../kernel/text/uuid.ts";
import { after as later, hours } from "../kernel/time/clock.ts";
import { eventTypes } from "./event-types.ts";
import { openDelivery, webhookTask } from "./webhook-outbox.ts";
import { newWebhookSecret, oldSecretPurpose, sealSecret, secretPurpose } from "./webhook-secret.ts";
import { seal, unseal } from "../kernel/secrets/seal.ts";

/** How many there may be at once. */
export const webhooksAtMost = 20;

const url = z
  .string()
  .trim()
  .min(1, "Enter an address.")
  .max(2000, "Use at most 2000 characters.")
  .regex(/^[^\p{Cc}\p{Cs}\s]*$/u, "Leave out blanks and control characters.");

const description = z
  .string()
  .trim()
  .max(500, "Use at most 500 characters.")
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, "Leave out control characters.");

/** Null: all of them, and those to come. */
const chosenTypes = z
  .array(z.enum(eventTypes))
  .min(1, "Choose at least one, or send null for all.")
  .max(eventTypes.length)
  .transform((types) => [...new Set(types)])
  .nullable();

const newWebhook = z.object({
  url,
  description: description.default(""),
  eventTypes: chosenTypes.default(null),
  enabled: z.boolean().default(true),
});

const changes = z.object({
  url: url.optional(),
  description: description.optional(),
  eventTypes: chosenTypes.optional(),
  enabled: z.boolean().optional(),
});

const include = { apiClient: { select: { name: true } } } as const satisfies Prisma.WebhookInclude;

export type ListedWebhook = Prisma.WebhookGetPayload<{ include: typeof include }>;

type Acting = Context<ApiClientActor>;

/** In the order in which they were made. */
export function listWebhooks({ db }: Acting): Promise<ListedWebhook[]> {
  return db.webhook.findMany({ include, orderBy: { id: "asc" } });
}

/** Throws not-found, also for what is no id at all. */
export async function readWebhook(db: Database | Transaction, id: string): Promise<ListedWebhook> {
  const webhook = isUuid(id) ? await db.webhook.findUnique({ where: { id }, include }) : null;
  if (webhook) return webhook;
  throw new DomainError("not-found", "There is no webhook with this id.");
}

/** A webhook, and its secret, this once. */
export interface WithSecret {
  webhook: ListedWebhook;
  secret: string;
}

/** Makes a webhook, which hears of what is audited from now on. Throws invalid, conflict and forbidden. */
export async function createWebhook(ctx: Acting, given: z.input<typeof newWebhook>): Promise<WithSecret> {
  const input = checkInput(newWebhook, given);
  requireTellable(ctx, input.url);
  const [secret, now] = [newWebhookSecret(), ctx.clock()];
  const id = newUuid(now);
  await requirePermission(ctx, "audit:view", "create-webhook");
  const webhook = await workForPartner(ctx, "create-webhook", async (tx) => {
    await requirePermissionNow(tx, ctx.actor, "audit:view");
    await lockWebhooks(tx);
    if ((await tx.webhook.count()) >= webhooksAtMost)
      throw new DomainError(
        "conflict",
        `There are ${webhooksAtMost} webhooks, and there cannot be more. First delete one that is no longer used.`,
      );
    const made = await tx.webhook.create({
      data: {
        id,
        ...input,
        eventTypes: input.eventTypes ?? [],
        secretSealed: sealSecret(ctx, id, secret),
        apiClientId: ctx.actor.id,
        toldBlock: await lastBlock(tx),
        createdAt: now,
        changedAt: now,
      },
      include,
    });
    await recordAudit(tx, ctx, { action: "webhook-created", subject: subjectOf(made), after: toldOf(made) });
    return made;
  });
  return { webhook, secret };
}

/**
 * Changes what is given; the rest stays. The client that changes it is then the one by whose rights it hears. Switched on, it
 * hears of what comes from then on; then, and at another address, what was open is tried at once. Throws invalid, not-found and forbidden.
 */
export async function changeWebhook(
  ctx: Acting,
  id: string,
  given: z.input<typeof changes>,
): Promise<ListedWebhook> {
  const { eventTypes: types, ...input } = checkInput(changes, given);
  if (input.url !== undefined) requireTellable(ctx, input.url);
  const now = ctx.clock();
  await requirePermission(ctx, "audit:view", "change-webhook");
  return workForPartner(ctx, "change-webhook", async (tx, after) => {
    await requirePermissionNow(tx, ctx.actor, "audit:view");
    const before = await lockWebhook(tx, id);
    const goesOn = input.enabled === true && !before.enabled;
    const anew = goesOn || (input.url !== undefined && input.url !== before.url);
    const webhook = await tx.webhook.update({
      where: { id },
      data: {
        ...input,
        ...(types !== undefined && { eventTypes: types ?? [] }),
        ...(input.enabled === true && { offBecause: null }),
        ...(goesOn && { toldBlock: await lastBlock(tx) }),
        apiClientId: ctx.actor.id,
        changedAt: now,
        ...(anew && { failingSince: null }),
      },
      include,
    });
    if (anew) {
      // Another three days: what an address did not take before says nothing of this one.
      const data = { nextAt: now, since: now };
      await tx.webhookDelivery.updateMany({ where: { webhookId: id, ...openDelivery }, data });
      await wake(tx, after, webhook, now);
    }
    await recordAudit(tx, ctx, {
      action: "webhook-changed",
      subject: subjectOf(webhook),
      before: toldOf(before),
      after: toldOf(webhook),
    });
    return webhook;
  });
}

/** Deletes a webhook with the list of its deliveries. Throws not-found and forbidden. */
export async function deleteWebhook(ctx: Acting, id: string): Promise<void> {
  await workForPartner(ctx, "delete-webhook", async (tx) => {
    const webhook = await lockWebhook(tx, id);
    await tx.webhook.delete({ where: { id } });
    const entry = { subject: subjectOf(webhook), before: toldOf(webhook) };
    await recordAudit(tx, ctx, { action: "webhook-deleted", ...entry });
  });
}

/** So long the secret before signs besides the new one. */
export const bothSignForMs = hours(24);

/**
 * Makes another secret. The one before signs as well for a day; one that did so already stops at once. Throws not-found and
 * forbidden.
 */
export async function rotateWebhookSecret(ctx: Acting, id: string): Promise<WithSecret> {
  const [secret, now] = [newWebhookSecret(), ctx.clock()];
  const { secretKeys } = ctx;
  await requirePermission(ctx, "audit:view", "rotate-webhook-secret");
  const webhook = await workForPartner(ctx, "rotate-webhook-secret", async (tx) => {
    await requirePermissionNow(tx, ctx.actor, "audit:view");
    const before = await lockWebhook(tx, id);
    const old = unseal(secretKeys, secretPurpose(before.id), before.secretSealed);
    const rotated = await tx.webhook.update({
      where: { id },
      data: {
        secretSealed: sealSecret(ctx, before.id, secret),
        oldSecretSealed: seal(secretKeys, oldSecretPurpose(before.id), old),
        oldSecretUntil: later(now, bothSignForMs),
        changedAt: now,
      },
      include,
    });
    await recordAudit(tx, ctx, { action: "webhook-secret-rotated", subject: subjectOf(rotated) });
    return rotated;
  });
  return { webhook, secret };
}

/** The webhook, held to the end of the transaction. Throws not-found. */
export async function lockWebhook(tx: Transaction, id: string): Promise<ListedWebhook> {
  if (isUuid(id)) await tx.$queryRaw`SELECT "id" FROM "Webhook" WHERE "id" = ${id}::uuid FOR UPDATE`;
  return readWebhook(tx, id);
}

/** Has its open deliveries tried at once, also where it is left alone for a while. */
export async function wake(
  tx: Transaction,
  after: After,
  { id }: Pick<Webhook, "id">,
  now: Date,
): Promise<void> {
  await tx.webhook.update({ where: { id }, data: { waiting: true, notBefore: null, ...dueSoon(now) } });
  after.dispatch(webhookTask(id));
}

/** What the audit names. */
export function subjectOf({ id, url, description: words }: Webhook): AuditEntry["subject"] {
  return { kind: "webhook", id, name: words || new URL(url).host };
}

/** What the audit keeps: of its address, which may be a secret as a whole, the host, and what shows that the rest changed. */
function toldOf({ url: address, description: words, eventTypes: types, enabled }: Webhook) {
  const mark = createHash("sha256").update(address).digest("hex").slice(0, 8);
  const told = `${new URL(address).origin}/… (${mark})`;
  return { address: told, description: words, eventTypes: types.join(", ") || "all", enabled };
}

function requireTellable({ notifier }: Acting, address: string): void {
  const never = notifier.fault(address, "The address");
  if (never) throw new DomainError("invalid", never, "url");
}

/** The block of the audit that was sealed last: what is in none yet is told. */
export async function lastBlock(tx: Transaction): Promise<bigint> {
  const last = await tx.auditBlock.findFirst({ orderBy: { number: "desc" }, select: { number: true } });
  return last?.number ?? 0n;
}

const webhooksLock = 4_092_160_331;

/** One at a time, so that two do not both find room for the last. */
async function lockWebhooks(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${webhooksLock}::BIGINT)`;
}

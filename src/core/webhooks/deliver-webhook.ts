import { z } from "zod";
import type { App } from "../context.ts";
import { toReportableError } from "../database-trouble.ts";
import type { AuditEvent, Webhook, WebhookDelivery } from "../generated/prisma/client.ts";
import { ExternalError } from "../kernel/external-error.ts";
import type { Job } from "../kernel/outbox/job.ts";
import { requireLease, takeLease, whileLeased } from "../kernel/outbox/lease.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { after as later, days, hours, minutes } from "../kernel/time/clock.ts";
import { switchOff } from "./switch-off.ts";
import { eventBody, testBody } from "./webhook-body.ts";
import {
  deafBecause,
  deliverWebhook,
  hearing,
  isUnchanged,
  mayHear,
  openDelivery,
  webhookOutbox,
  webhookTask,
} from "./webhook-outbox.ts";
import { signedHeaders } from "./webhook-secret.ts";

/** So many deliveries of one webhook are under way at once. */
export const deliveriesAtOnce = 5;
/** How long an address may take over one of them. */
const answerMs = 15_000;
/** After so long it is another webhook's turn. */
const turnMs = 20_000;
/** So long a delivery is tried, ever less often. */
export const triedForMs = days(3);
const longestWaitMs = hours(6);
/** A webhook that takes nothing is left alone between its tries, at most so long. */
const longestPauseMs = minutes(5);
/** One that has taken nothing for so long is switched off when a delivery is given up. */
const offAfterMs = days(2);

const payload = z.object({ webhookId: z.uuid() });

/**
 * Makes the deliveries of one webhook that are due. Where another worker is at it, that one goes on until nothing is due; what has
 * to wait is dispatched by the sweeper, so that no job waits in the queue for it.
 */
export const deliverWebhookJob: Job<z.infer<typeof payload>> = {
  name: deliverWebhook,
  lane: "notifications",
  payload,
  async run(app, { webhookId }) {
    const taken = await takeLease<Webhook>(app, webhookOutbox, { id: webhookId });
    if (taken) await whileLeased(app, webhookOutbox, webhookId, taken, () => makeDeliveries(app, taken));
  },
};

interface Standing {
  failingSince: Date | null;
  pausedUntil: Date | null;
}

async function makeDeliveries(app: App, taken: Webhook): Promise<void> {
  const until = performance.now() + turnMs;
  const { id, lease } = taken;
  let read = taken;
  let standing: Standing = { failingSince: taken.failingSince, pausedUntil: null };
  let isOff = false;
  while (performance.now() < until && !standing.pausedUntil) {
    const webhook = await app.db.webhook.findUnique({
      where: { id, lease, enabled: true },
      include: hearing,
    });
    const due = webhook ? await dueDeliveries(app, id) : [];
    if (!webhook || due.length === 0) break;
    if (!isUnchanged(webhook, read)) standing = { failingSince: webhook.failingSince, pausedUntil: null };
    read = webhook;
    if (!mayHear(webhook)) {
      isOff = await switchOff(app, webhook, deafBecause);
      break;
    }
    app.leases.progress(id, lease);
    const results = await tellAll(app, webhook, due);
    standing = standingAfter(app, standing, results);
    const why = whyOff(app, standing, results);
    if (!why) continue;
    isOff = await switchOff(app, webhook, why);
    break;
  }
  if (!isOff) await giveBack(app, read, standing);
}

function dueDeliveries({ db, clock }: App, webhookId: string): Promise<WebhookDelivery[]> {
  return db.webhookDelivery.findMany({
    where: { webhookId, ...openDelivery, nextAt: { lte: clock() } },
    orderBy: { nextAt: "asc" },
    take: deliveriesAtOnce,
  });
}

interface Result {
  /** What the address answered; undefined where nothing came. */
  status: number | undefined;
  /** Set where it was not taken. */
  trouble: ExternalError | undefined;
  givenUp: boolean;
}

/** All at once, so that each waits for none of the others. */
async function tellAll(app: App, webhook: Webhook, due: WebhookDelivery[]): Promise<Result[]> {
  const bodyOf = await readBodies(app, webhook, due);
  const told = await Promise.allSettled(due.map((delivery) => tell(app, webhook, delivery, bodyOf)));
  return told.map((one) => {
    if (one.status === "rejected") throw one.reason;
    return one.value;
  });
}

/** What each delivery says: the events and their Accounts are read for all of them together. */
async function readBodies({ db }: App, webhook: Webhook, due: WebhookDelivery[]): Promise<BodyOf> {
  const ids = due.flatMap(({ eventId }) => eventId ?? []);
  const events = ids.length > 0 ? await db.auditEvent.findMany({ where: { id: { in: ids } } }) : [];
  const accountIds = [...new Set(events.flatMap(({ accountId }) => accountId ?? []))];
  const select = { id: true, apiId: true, name: true } as const;
  const accounts =
    accountIds.length > 0 ? await db.account.findMany({ where: { id: { in: accountIds } }, select }) : [];
  const [eventOf, accountOf] = [
    new Map<bigint, AuditEvent>(events.map((one) => [one.id, one])),
    new Map(accounts.map((one) => [one.id, one])),
  ];
  return ({ eventId, createdAt }) => {
    if (eventId === null) return testBody(webhook, createdAt);
    const event = eventOf.get(eventId);
    if (!event) throw new Error(`The audit has no entry ${eventId}`);
    return eventBody(event, accountOf.get(event.accountId ?? ""));
  };
}

type BodyOf = (delivery: WebhookDelivery) => string;

async function tell(app: App, webhook: Webhook, delivery: WebhookDelivery, bodyOf: BodyOf): Promise<Result> {
  const result = await send(app, webhook, delivery, bodyOf);
  const { status, trouble } = result;
  const now = app.clock();
  const { id, since } = delivery;
  const attempts = delivery.attempts + 1;
  const nextAt = trouble ? nextTry(app, { attempts, since }, now, trouble.retryAfterMs) : undefined;
  const isLast = trouble !== undefined && nextAt === undefined;
  const data = {
    attempts,
    lastStatus: status ?? null,
    trouble: trouble?.message ?? null,
    triedAt: now,
    nextAt: nextAt ?? null,
    ...(!trouble && { deliveredAt: now }),
    ...(isLast && { failedAt: now }),
  };
  const { id: webhookId, lease } = webhook;
  // Where it has begun anew meanwhile, it is tried again whatever came of this try.
  const mine = { id, since, webhook: { is: { lease } } };
  const { count } = await app.db.webhookDelivery.updateMany({ where: mine, data });
  if (count === 0) requireLease({ count: await app.db.webhook.count({ where: { id: webhookId, lease } }) });
  return { ...result, givenUp: isLast && count > 0 };
}

async function send(
  app: App,
  webhook: Webhook,
  delivery: WebhookDelivery,
  bodyOf: BodyOf,
): Promise<Omit<Result, "givenUp">> {
  const { id } = delivery;
  try {
    const body = bodyOf(delivery);
    const headers = signedHeaders(app, webhook, { id, body, at: app.clock() });
    const { url } = webhook;
    const status = await app.notifier.post({ url, body, headers, what: "The address", timeoutMs: answerMs });
    return { status, trouble: undefined };
  } catch (error) {
    const reported = toReportableError(app.log, error, "a webhook", {
      webhookId: webhook.id,
      deliveryId: id,
    });
    const passing = { retryable: true, reason: "unexpected", cause: reported };
    const trouble =
      reported instanceof ExternalError ? reported : new ExternalError(reported.message, passing);
    return { status: /^\d{3}$/.test(trouble.reason) ? Number(trouble.reason) : undefined, trouble };
  }
}

const jitter = 0.25;

/** When it is tried again: after 5 seconds, then three times as long each time, and a last time when its three days are over. */
function nextTry(
  { retryPolicy: { firstMs } }: App,
  { attempts, since }: { attempts: number; since: Date },
  now: Date,
  askedMs = 0,
): Date | undefined {
  const end = later(since, triedForMs);
  if (now >= end) return undefined;
  const wait = Math.min(firstMs * 3 ** (attempts - 1), longestWaitMs) * (1 - jitter * Math.random());
  const at = later(now, Math.round(Math.max(wait, askedMs)));
  return at < end ? at : end;
}

/**
 * What a few deliveries say of their webhook. It is left alone where it asks for that, and where it took none of them: the longer
 * it has taken nothing, the longer.
 */
function standingAfter(
  { clock, retryPolicy: { firstMs } }: App,
  { failingSince }: Standing,
  results: Result[],
): Standing {
  const now = clock();
  const asked = Math.max(0, ...results.map(({ trouble }) => trouble?.retryAfterMs ?? 0));
  const askedUntil = asked > 0 ? later(now, asked) : null;
  if (results.some(({ trouble }) => !trouble)) return { failingSince: null, pausedUntil: askedUntil };
  const since = failingSince ?? now;
  const pause = Math.min(Math.max((now.getTime() - since.getTime()) / 4, firstMs), longestPauseMs);
  return { failingSince: since, pausedUntil: later(now, Math.round(Math.max(pause, asked))) };
}

/** Why it is told nothing more: it says so itself, or has taken nothing for days. */
function whyOff({ clock }: App, { failingSince }: Standing, results: Result[]): string | undefined {
  if (results.some(({ status }) => status === 410)) return "Its address says that it is gone (410).";
  const lost = results.find(({ givenUp }) => givenUp);
  if (!lost || !failingSince || failingSince > later(clock(), -offAfterMs)) return undefined;
  return `It has taken nothing for days. ${lost.trouble?.message ?? ""}`.trim();
}

/**
 * Ends the lease, and says when to go on. Held to its end, so that what is written meanwhile is seen here, or sees this. How one
 * stands that was changed since it was read is left as it is.
 */
async function giveBack(app: App, read: Webhook, standing: Standing): Promise<void> {
  const { id, lease } = read;
  await transact(app, async (tx, after) => {
    await tx.$queryRaw`SELECT 1 FROM "Webhook" WHERE "id" = ${id}::uuid FOR UPDATE`;
    const held = await tx.webhook.findUnique({ where: { id, lease } });
    requireLease({ count: held ? 1 : 0 });
    const isSame = held && isUnchanged(held, read);
    const pausedUntil = isSame ? standing.pausedUntil : (held?.notBefore ?? null);
    const next = await tx.webhookDelivery.findFirst({
      where: { webhookId: id, ...openDelivery },
      orderBy: { nextAt: "asc" },
      select: { nextAt: true },
    });
    const due = later(next?.nextAt ?? app.clock(), 0);
    const dueAt = pausedUntil && pausedUntil > due ? pausedUntil : due;
    await tx.webhook.update({
      where: { id },
      data: {
        ...(isSame && { failingSince: standing.failingSince }),
        leasedUntil: null,
        notBefore: pausedUntil,
        waiting: next !== null,
        dueAt: next && dueAt,
        recoveries: 0,
      },
    });
    if (next && dueAt <= app.clock()) after.dispatch(webhookTask(id));
  });
}

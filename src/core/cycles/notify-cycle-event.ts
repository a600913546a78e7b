import { z } from "zod";
import { after } from "../kernel/time/clock.ts";
import type { App } from "../context.ts";
import { cycleEventOutbox, notifyCycleEvent } from "./record-cycle-event.ts";
import { type CycleEvent, Prisma } from "../generated/prisma/client.ts";
import { type Job, RescheduleJob } from "../kernel/outbox/job.ts";
import {
  LeaseLost,
  requireLease,
  requireNothingLeft,
  takeLease,
  whileLeased,
} from "../kernel/outbox/lease.ts";
import { postponedTo, released } from "../kernel/outbox/outbox.ts";
import { toReportableError } from "../database-trouble.ts";
import { retryAt } from "../kernel/outbox/retry-policy.ts";
import { unseal } from "../kernel/secrets/seal.ts";
import { ExternalError } from "../kernel/external-error.ts";
import { createHmac } from "node:crypto";
import { hint } from "../kernel/text/command-hint.ts";

const signatureHeader = "Cyclr-Signature";

/** `t=<Unix seconds>,v1=<HMAC-SHA256 of "t.body" in hex>`: whoever knows the secret can tell who wrote it, and when. */
function signNotification(secret: string, body: string, now: Date): string {
  const timestamp = Math.floor(now.getTime() / 1000);
  const signature = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  return `t=${timestamp},v1=${signature}`;
}

export const notificationSecretPurpose = "partner:notification-secret";

const notificationFacts = {
  account: { select: { apiId: true, name: true } },
  user: { select: { username: true } },
} as const satisfies Prisma.CycleEventInclude;

type ToldEvent = Prisma.CycleEventGetPayload<{ include: typeof notificationFacts }>;

/** What the notification URL is told of one event: the same bytes at each try. */
function notificationBody(event: ToldEvent, templateName: string | null): string {
  const { account, user } = event;
  return JSON.stringify({
    Id: event.id,
    Status: event.status,
    OccurredAtUtc: event.createdAt.toISOString(),
    AccountId: event.accountId,
    AccountApiId: account.apiId,
    AccountName: account.name,
    UserId: event.userId,
    Username: user?.username ?? null,
    CompleteParameter: event.completeParameter,
    Installation: {
      CycleId: event.cycleId,
      CycleName: event.cycleName,
      TemplateId: event.templateId,
      TemplateName: templateName,
    },
  });
}

const payload = z.object({ cycleEventId: z.uuid() });

/** Five seconds, then three times as long each time: more than four hours in all. */
export const notificationRetries = 8;

/** Tells the notification URL of one CycleEvent. What may pass is tried again; twice the same is told with the same Id. */
export const notifyCycleEventJob: Job<z.infer<typeof payload>> = {
  name: notifyCycleEvent,
  lane: "notifications",
  payload,
  async run(app, { cycleEventId }) {
    const event = await lease(app, cycleEventId);
    if (event) await whileLeased(app, cycleEventOutbox, event.id, event, () => notify(app, event));
  },
};

async function notify(app: App, event: ToldEvent): Promise<void> {
  const { id, lease } = event;
  try {
    await tell(app, event);
    const data = { ...released, notifiedAt: app.clock(), notifyTrouble: null };
    requireLease(await app.db.cycleEvent.updateMany({ where: { id, lease }, data }));
  } catch (error) {
    await retryOrFail(app, event, error);
  }
}

/** Undefined where nothing is left to tell. Throws RescheduleJob where another worker is at it, or it is too early. */
async function lease(app: App, id: string): Promise<ToldEvent | undefined> {
  const which = { id };
  const leased = await takeLease<CycleEvent>(app, cycleEventOutbox, which);
  if (!leased) await requireNothingLeft(app, cycleEventOutbox, which);
  const event = leased && (await app.db.cycleEvent.findUnique({ where: { id }, include: notificationFacts }));
  return event ? { ...event, ...leased } : undefined;
}

async function tell(app: App, event: ToldEvent): Promise<void> {
  const { templateId, notifyUrl } = event;
  const [partner, template] = await Promise.all([
    app.db.partner.findUnique({ where: { id: 1 }, select: { notificationSecretSealed: true } }),
    templateId ? app.db.template.findUnique({ where: { id: templateId }, select: { name: true } }) : null,
  ]);
  const sealed = partner?.notificationSecretSealed;
  if (!sealed)
    throw new ExternalError(`There is no notification secret to sign with. ${hint("settings")} makes one.`, {
      retryable: true,
      reason: "no-secret",
    });
  const body = notificationBody(event, template?.name ?? null);
  const secret = unseal(app.secretKeys, notificationSecretPurpose, sealed);
  const headers = { [signatureHeader]: signNotification(secret, body, app.clock()) };
  await app.notifier.post({ url: notifyUrl ?? "", body, headers });
}

async function retryOrFail(app: App, event: ToldEvent, error: unknown): Promise<void> {
  if (error instanceof LeaseLost) throw error;
  const now = app.clock();
  const reported = toReportableError(app.log, error, "a notification", { cycleEventId: event.id });
  const trouble = reported instanceof ExternalError ? reported : undefined;
  const notifyTrouble = reported.message;
  const attempts = event.notifyAttempts + 1;
  const at = trouble?.retryable === false ? undefined : nextTry(app, attempts, now, trouble?.retryAfterMs);
  const common = { notifyAttempts: attempts, notifyTrouble };
  const { id, lease } = event;
  const then = at ? postponedTo(at) : { ...released, givenUpAt: now };
  requireLease(await app.db.cycleEvent.updateMany({ where: { id, lease }, data: { ...common, ...then } }));
  if (at) app.metrics.count("cyclr_retries_total", { what: "notification" });
  if (at) throw new RescheduleJob(at.getTime() - now.getTime(), notifyTrouble);
  app.log.warn({ cycleEventId: event.id, trouble: notifyTrouble }, "notification given up");
}

function nextTry(app: App, attempts: number, now: Date, askedMs = 0): Date | undefined {
  const at = retryAt({ ...app.retryPolicy, retries: notificationRetries }, attempts, now);
  if (!at) return undefined;
  const asked = after(now, askedMs);
  return asked > at ? asked : at;
}

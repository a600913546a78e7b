import { z } from "zod";
import { after } from "../clock.ts";
import type { App } from "../context.ts";
import { cycleEventOutbox, notifyCycleEvent } from "../cycles/cycle-event-task.ts";
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
import { toReportableError } from "../reportable-error.ts";
import { retryAt } from "../requests/retry-policy.ts";
import { unseal } from "../secrets/seal.ts";
import { Trouble } from "../trouble.ts";
import { notificationBody, notificationFacts, type ToldEvent } from "./notification-body.ts";
import { notificationSecretPurpose, signatureHeader, signNotification } from "./sign-notification.ts";

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
  const which = Prisma.sql`"id" = ${id}::uuid`;
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
    throw new Trouble("There is no notification secret to sign with. /cyclr settings makes one.", {
      passing: true,
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
  const trouble = reported instanceof Trouble ? reported : undefined;
  const notifyTrouble = reported.message;
  const attempts = event.notifyAttempts + 1;
  const at = trouble?.passing === false ? undefined : nextTry(app, attempts, now, trouble?.retryAfterMs);
  const common = { notifyAttempts: attempts, notifyTrouble };
  const { id, lease } = event;
  const then = at ? postponedTo(at) : { ...released, givenUpAt: now };
  requireLease(await app.db.cycleEvent.updateMany({ where: { id, lease }, data: { ...common, ...then } }));
  if (at) throw new RescheduleJob(at.getTime() - now.getTime(), notifyTrouble);
  app.log.warn({ cycleEventId: event.id, trouble: notifyTrouble }, "notification given up");
}

function nextTry(app: App, attempts: number, now: Date, askedMs = 0): Date | undefined {
  const at = retryAt({ ...app.retryPolicy, retries: notificationRetries }, attempts, now);
  if (!at) return undefined;
  const asked = after(now, askedMs);
  return asked > at ? asked : at;
}

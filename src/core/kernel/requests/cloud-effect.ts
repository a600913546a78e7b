import { z } from "zod";
import type { App, Context } from "../../context.ts";
import { toReportableError } from "../../database-trouble.ts";
import { type CloudEffect, Prisma } from "../../generated/prisma/client.ts";
import type { Transaction } from "../database.ts";
import { ExternalError } from "../external-error.ts";
import { type Job, RescheduleJob } from "../outbox/job.ts";
import { LeaseLost, requireLease, requireNothingLeft, takeLease, whileLeased } from "../outbox/lease.ts";
import { begunAnew, dueSoon, type Outbox, postponedTo, released } from "../outbox/outbox.ts";
import type { Task } from "../outbox/queue.ts";
import { retryAt } from "../outbox/retry-policy.ts";
import { type After, transact } from "../outbox/transact.ts";
import { showEffect, showSettling } from "./show-effect.ts";
import { after } from "../time/clock.ts";
import { by, recordAudit } from "../audit/record-audit.ts";
import { systemActor } from "../audit/system-actor.ts";
import { mayPass } from "../cloud/cloud.ts";
import { type CalledChange, carryOut, changeWords, cloudChange } from "../cloud/cloud-change.ts";
import { handKinds } from "../cloud/hand-steps.ts";

const jobName = "carry-out-in-cloud";

/** What is to be done in the cloud because it was done here. */
export const cloudOutbox: Outbox<{ id: string }> = {
  table: "CloudEffect",
  id: "id",
  open: Prisma.sql`"doneAt" IS NULL AND "failedAt" IS NULL AND "byHandAt" IS NULL`,
  columns: ["id"],
  task: effectTask,
  // Another process may have the variables, or this one tomorrow.
  isFor: ({ cloud }) => cloud !== undefined,
};

/** What does it, or tries it again. */
export function effectTask({ id }: { id: string }): Task {
  return { lane: "notifications", name: jobName, payload: { effectId: id } };
}

/** Eight retries over about four hours and a half. */
const retries = 8;
const behindMs = 2_000;

interface CarriedOver {
  change: CalledChange;
  accountId: string;
  requestId: string | null;
}

/** Has a change done in the cloud as well, in the transaction of the change here. Nothing is written where the program is not connected. */
export async function carryOver(
  { cloud, clock }: Pick<Context, "cloud" | "clock">,
  tx: Transaction,
  then: After,
  { change, accountId, requestId }: CarriedOver,
): Promise<void> {
  if (!cloud) return;
  const now = clock();
  const { kind, cloudId } = change;
  const data = { kind, cloudId, accountId, requestId, about: change, createdAt: now, ...dueSoon(now) };
  then.dispatch(effectTask(await tx.cloudEffect.create({ data, select: { id: true } })));
}

/** Its API ID in the cloud; undefined where the program is not connected, or the cloud does not have it. */
export async function cloudIdOf(
  { cloud }: Pick<App, "cloud">,
  tx: Transaction,
  accountId: string,
): Promise<string | undefined> {
  if (!cloud) return undefined;
  return (await tx.cloudAccount.findUnique({ where: { accountId } }))?.cloudId;
}

export const cloudEffectJob: Job<{ effectId: string }> = {
  name: jobName,
  lane: "notifications",
  payload: z.object({ effectId: z.uuid() }),
  async run(app, { effectId }) {
    const which = { id: effectId };
    // Without the variables it waits: it may be another process that has them.
    if (!app.cloud) return;
    // Counted before it is tried: whoever comes after a first try looks before it repeats.
    const effect = await takeLease<CloudEffect>(app, cloudOutbox, which, { also: `"tries" = "tries" + 1` });
    if (!effect) return requireNothingLeft(app, cloudOutbox, which);
    await whileLeased(app, cloudOutbox, effectId, effect, () => perform(app, effect));
  },
};

async function perform(app: App, effect: CloudEffect): Promise<void> {
  try {
    if (await waitsForEarlier(app, effect)) return await stepBack(app, effect);
    if (!app.cloud) return;
    await app.leases.outside(carryOut(app.cloud, cloudChange.parse(effect.about), effect));
    await writeBack(app, effect, { ...released, doneAt: app.clock(), trouble: null }, "cloud-change-done");
  } catch (error) {
    await retryOrFail(app, effect, error);
  }
}

/** One after another in an Account: what was made there last is what counts. */
async function waitsForEarlier({ db }: App, { id, cloudId }: CloudEffect): Promise<boolean> {
  const earlier = { cloudId, id: { lt: id }, doneAt: null, failedAt: null, byHandAt: null };
  return (await db.cloudEffect.count({ where: earlier })) > 0;
}

async function stepBack(app: App, { id, lease }: CloudEffect): Promise<never> {
  const data = { ...postponedTo(after(app.clock(), behindMs)), tries: { decrement: 1 } };
  requireLease(await app.db.cloudEffect.updateMany({ where: { id, lease }, data }));
  throw new RescheduleJob(behindMs, "an earlier change of the same Account goes first");
}

function writeBack(
  app: App,
  effect: CloudEffect,
  data: Prisma.CloudEffectUpdateManyMutationInput,
  action?: "cloud-change-done" | "cloud-change-failed",
): Promise<void> {
  const { id, lease, requestId, accountId } = effect;
  return transact(app, async (tx, then) => {
    requireLease(await tx.cloudEffect.updateMany({ where: { id, lease }, data }));
    if (action)
      await recordAudit(tx, by(app, systemActor), {
        action,
        subject: { kind: "cloud-change", id, name: changeWords(cloudChange.parse(effect.about)) },
        accountId,
        requestId,
        ...(typeof data.trouble === "string" && { after: { trouble: data.trouble } }),
      });
    // What was settled before has a note that is to say how it ended.
    const isSettling = action === "cloud-change-failed" || effect.settledBy !== null;
    await (isSettling ? showSettling : showEffect)(app, tx, then, effect);
  });
}

async function retryOrFail(app: App, effect: CloudEffect, thrown: unknown): Promise<void> {
  if (thrown instanceof LeaseLost || thrown instanceof RescheduleJob) throw thrown;
  const { id, kind, attempts } = effect;
  const error = toReportableError(app.log, thrown, "a change in the cloud", { effectId: id });
  const trouble = error.message;
  const now = app.clock();
  const failed = attempts + 1;
  const at = mayPass(error) ? retryAt({ ...app.retryPolicy, retries }, failed, now) : undefined;
  app.log.warn(
    { err: error, effectId: id, kind },
    at ? "a change in the cloud waits" : "not done in the cloud",
  );
  if (!at)
    return writeBack(
      app,
      effect,
      { ...released, failedAt: now, attempts: failed, trouble },
      "cloud-change-failed",
    );
  const asked = after(now, error instanceof ExternalError ? (error.retryAfterMs ?? 0) : 0);
  const next = at > asked ? at : asked;
  await writeBack(app, effect, { ...postponedTo(next), attempts: failed, trouble });
  throw new RescheduleJob(next.getTime() - now.getTime(), trouble);
}

/** Begins anew what was given up. Returns how many. */
export async function retryFailedEffects(db: Transaction): Promise<number> {
  const data = { ...begunAnew, failedAt: null, attempts: 0 };
  const givenUp = { failedAt: { not: null }, byHandAt: null, undoneAt: null, doneAt: null };
  const where = { ...givenUp, kind: { notIn: handKinds } };
  const { count } = await db.cloudEffect.updateMany({ where, data });
  return count;
}

/** What is not done there yet, the oldest first, or was given up. */
export function openEffects(db: Transaction, take: number): Promise<CloudEffect[]> {
  return db.cloudEffect.findMany({ where: { doneAt: null, undoneAt: null }, orderBy: { id: "asc" }, take });
}

export const effectRetries = retries;

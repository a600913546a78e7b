import { z } from "zod";
import type { App } from "../context.ts";
import { toReportableError } from "../database-trouble.ts";
import { type CloudSync, Prisma } from "../generated/prisma/client.ts";
import type { Cloud } from "../kernel/cloud/cloud.ts";
import type { Transaction } from "../kernel/database.ts";
import { ExternalError } from "../kernel/external-error.ts";
import { type Job, RescheduleJob } from "../kernel/outbox/job.ts";
import {
  LeaseLost,
  requireLease,
  requireNothingLeft,
  takeLease,
  whileLeased,
} from "../kernel/outbox/lease.ts";
import { dueSoon, type Outbox, postponedTo, released } from "../kernel/outbox/outbox.ts";
import { retryAt } from "../kernel/outbox/retry-policy.ts";
import { type After, transact } from "../kernel/outbox/transact.ts";
import { after as later, days, hours } from "../kernel/time/clock.ts";
import { askForMissing, compareList, countMissing } from "./compare-list.ts";
import { compareMembers, dueAccounts } from "./compare-members.ts";
import { holdImport } from "./import-accounts.ts";
import { readPage } from "./read-list.ts";
import { mayGoOn, shrankTooMuch, stopAndAsk } from "./shrunken-list.ts";

export type SyncScope = "list" | "members";

const jobName = "sync-cloud";

/** Comparisons that have not ended. */
export const cloudSyncOutbox: Outbox<{ id: string }> = {
  table: "CloudSync",
  id: "id",
  open: Prisma.sql`"finishedAt" IS NULL`,
  columns: ["id"],
  task: ({ id }) => ({ lane: "notifications", name: jobName, payload: { syncId: id } }),
};

/** So long a job is at it, before it makes room for others and goes on. */
const turnMs = 10_000;
/** One that was begun so long ago has read what is out of date: it begins anew. */
const staleAfterMs = hours(1);
const keptMs = days(30);

export const syncCloudJob: Job<{ syncId: string }> = {
  name: jobName,
  lane: "notifications",
  payload: z.object({ syncId: z.uuid() }),
  async run(app, { syncId }) {
    const which = { id: syncId };
    // Without the variables it waits: it may be another process that has them.
    const { cloud } = app;
    if (!cloud) return;
    const sync = await takeLease<CloudSync>(app, cloudSyncOutbox, which);
    if (!sync) return requireNothingLeft(app, cloudSyncOutbox, which);
    await whileLeased(app, cloudSyncOutbox, syncId, sync, () => goOn(app, cloud, sync));
  },
};

/**
 * Begins a comparison, in a transaction of the caller's, or has the one that is open go on. Undefined where nothing was taken over
 * from the cloud yet, or not all of it: then everything would be a difference.
 */
export async function beginSync(
  { clock, cloud }: Pick<App, "clock" | "cloud">,
  tx: Transaction,
  after: After,
  scope: SyncScope,
): Promise<CloudSync | undefined> {
  if (!cloud || !(await isTakenOver(tx, clock()))) return undefined;
  await holdImport(tx);
  const open = await tx.cloudSync.findFirst({ where: { scope, finishedAt: null } });
  if (open) return open;
  const now = clock();
  const sync = await tx.cloudSync.create({ data: { scope, startedAt: now, ...dueSoon(now) } });
  after.dispatch(cloudSyncOutbox.task(sync));
  return sync;
}

/** An import that has stood still for a day will not end: what it left out is told as a difference. */
async function isTakenOver(tx: Transaction, now: Date): Promise<boolean> {
  const last = await tx.cloudImport.findFirst({ orderBy: { startedAt: "desc" } });
  return last !== null && (last.finishedAt !== null || last.startedAt < later(now, -days(1)));
}

/** Begins what is due: the list each hour, and members where it is an Account's turn. Returns how many comparisons it has begun. */
export async function sweepCloudSync(app: App): Promise<number> {
  if (!app.cloud) return 0;
  const now = app.clock();
  let begun = 0;
  const last = await app.db.cloudSync.findFirst({
    where: { scope: "list" },
    orderBy: { startedAt: "desc" },
    select: { startedAt: true, finishedAt: true },
  });
  const isDue = !last || (last.finishedAt !== null && last.startedAt <= later(now, -hours(1)));
  if (isDue && (await begin(app, "list"))) begun += 1;
  const reading = await app.db.cloudSync.count({ where: { scope: "members", finishedAt: null } });
  if (reading === 0 && (await dueAccounts(app, 1)).length > 0 && (await begin(app, "members"))) begun += 1;
  await app.db.cloudSync.deleteMany({ where: { finishedAt: { lt: later(now, -keptMs) } } });
  return begun;
}

const begin = (app: App, scope: SyncScope) => transact(app, (tx, after) => beginSync(app, tx, after, scope));

async function goOn(app: App, cloud: Cloud, taken: CloudSync): Promise<void> {
  try {
    const until = performance.now() + turnMs;
    const ended =
      taken.scope === "members"
        ? await goOnWithMembers(app, cloud, taken, until)
        : await goOnWithList(app, cloud, taken, until);
    if (!ended) await makeRoom(app, taken);
  } catch (error) {
    await retryOrEnd(app, taken, error);
  }
}

/** False: its turn is over before it has ended. */
async function goOnWithList(app: App, cloud: Cloud, taken: CloudSync, until: number): Promise<boolean> {
  let sync = await anewIfStale(app, taken);
  while (!sync.listedAt) {
    if (performance.now() > until) return false;
    app.leases.progress(sync.id, sync.lease);
    await readPage(app, cloud, sync);
    sync = await app.db.cloudSync.findUniqueOrThrow({ where: { id: sync.id } });
    requireLease({ count: sync.lease === taken.lease ? 1 : 0 });
  }
  const missing = await countMissing(app, sync);
  if (shrankTooMuch(missing) && !(await mayGoOn(app, missing))) {
    await stopAndAsk(app, sync, missing);
    return true;
  }
  while (await askForMissing(app, cloud, sync)) {
    if (performance.now() > until) return false;
    app.leases.progress(sync.id, sync.lease);
  }
  await compareList(app, sync);
  return true;
}

async function anewIfStale(app: App, sync: CloudSync): Promise<CloudSync> {
  const { id, lease } = sync;
  const now = app.clock();
  if (sync.startedAt > later(now, -staleAfterMs)) return sync;
  await app.db.$transaction(async (tx) => {
    const data = { startedAt: now, pages: 0, listedAt: null };
    requireLease(await tx.cloudSync.updateMany({ where: { id, lease }, data }));
    await tx.cloudListed.deleteMany({ where: { syncId: id } });
  });
  return { ...sync, startedAt: now, pages: 0, listedAt: null };
}

async function goOnWithMembers(app: App, cloud: Cloud, sync: CloudSync, until: number): Promise<boolean> {
  const { id, lease } = sync;
  const last = await app.db.cloudSync.findFirst({
    where: { scope: "list", listsSubs: { not: null } },
    orderBy: { startedAt: "desc" },
    select: { listsSubs: true },
  });
  for (;;) {
    const due = await dueAccounts(app);
    if (due.length === 0) break;
    for (const one of due) {
      if (performance.now() > until) return false;
      app.leases.progress(id, lease);
      const found = await compareMembers(app, cloud, one, { listsSubs: last?.listsSubs ?? false });
      const data = { compared: { increment: 1 }, found: { increment: found }, attempts: 0 };
      requireLease(await app.db.cloudSync.updateMany({ where: { id, lease }, data }));
    }
  }
  const data = { ...released, finishedAt: app.clock() };
  requireLease(await app.db.cloudSync.updateMany({ where: { id, lease }, data }));
  return true;
}

async function makeRoom(app: App, { id, lease }: CloudSync): Promise<never> {
  const data = postponedTo(app.clock());
  requireLease(await app.db.cloudSync.updateMany({ where: { id, lease }, data }));
  throw new RescheduleJob(0, "others first");
}

/** A list that cannot be read is read at the next hour; members when the sweep looks again. */
async function retryOrEnd(app: App, { id, lease, attempts }: CloudSync, thrown: unknown): Promise<void> {
  if (thrown instanceof LeaseLost || thrown instanceof RescheduleJob) throw thrown;
  const error = toReportableError(app.log, thrown, "a comparison with the cloud", { syncId: id });
  const { message: trouble } = error;
  const now = app.clock();
  const mayPass = !(error instanceof ExternalError) || error.retryable;
  const next = mayPass ? retryAt(app.retryPolicy, attempts + 1, now) : undefined;
  app.log.warn({ err: error, syncId: id }, next ? "a comparison with the cloud waits" : "not compared");
  const then = next ? postponedTo(next) : { ...released, finishedAt: now };
  await app.db.$transaction(async (tx) => {
    const data = { ...then, trouble, attempts: attempts + 1 };
    requireLease(await tx.cloudSync.updateMany({ where: { id, lease }, data }));
    if (!next) await tx.cloudListed.deleteMany({ where: { syncId: id } });
  });
  if (next) throw new RescheduleJob(next.getTime() - now.getTime(), trouble);
}

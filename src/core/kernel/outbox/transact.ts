import type { Database, Transaction } from "../database.ts";
import { type Task, QueueDown } from "./queue.ts";
import type { App } from "../../context.ts";
import { z } from "zod";
import { type Mailing, Prisma } from "../../generated/prisma/client.ts";
import { type Job, RescheduleJob } from "./job.ts";
import { LeaseLost, requireLease, requireNothingLeft, takeLease, whileLeased } from "./lease.ts";
import { postponedTo, released, dueSoon, type Outbox, graceMs } from "./outbox.ts";
import { toReportableError } from "../../database-trouble.ts";
import { nextTry } from "./retry-policy.ts";
import { Trouble } from "../trouble.ts";
import { sqlAfter, sqlNow } from "../../database-clock.ts";

/** Collects what is to follow a transaction. */
export interface After {
  /** Hands these to the queue once the transaction is committed, and never if it is rolled back. */
  dispatch(...tasks: Task[]): void;
}

type Transacting = Dispatching & { db: Pick<Database, "$transaction"> };
type Work<Result> = (tx: Transaction, after: After) => Promise<Result>;

interface TransactOptions {
  timeoutMs?: number;
}

/** Writes in one transaction, and dispatches what follows from it after the commit: the one way to do both. */
export async function transact<Result>(
  ctx: Transacting,
  work: Work<Result>,
  options?: TransactOptions,
): Promise<Result> {
  return (await transactAndReport(ctx, work, options)).result;
}

/** The same, for whoever tells people whether the queue has taken it; what it has not taken is recovered from the rows. */
export async function transactAndReport<Result>(
  ctx: Transacting,
  work: Work<Result>,
  { timeoutMs }: TransactOptions = {},
): Promise<{ result: Result; dispatched: boolean }> {
  let tasks: Task[] = [];
  const result = await ctx.db.$transaction(
    (tx) => {
      tasks = [];
      return work(tx, { dispatch: (...more) => void tasks.push(...more) });
    },
    timeoutMs ? { timeout: timeoutMs } : {},
  );
  return { result, dispatched: await dispatch(ctx, tasks) };
}

type Dispatching = Pick<App, "queue" | "log">;

/**
 * Hands tasks to the queue, after the commit that wrote their rows. False where the queue is down: the rows are due soon, so
 * that the sweeper dispatches them when it is back.
 */
export async function dispatch({ queue, log }: Dispatching, tasks: Task[]): Promise<boolean> {
  if (tasks.length === 0) return true;
  try {
    await queue.add(tasks);
    return true;
  } catch (err) {
    if (!(err instanceof QueueDown)) throw err;
    // The process tells once that the queue is gone: nothing is lost by it, and this comes with every try.
    log.debug({ err, tasks: tasks.length }, "queue down: left for the sweeper");
    return false;
  }
}

/** Mails that are to be sent. */
export const mailingOutbox: Outbox<{ id: string }> = {
  table: "Mailing",
  id: "id",
  open: Prisma.sql`"sentAt" IS NULL AND "givenUpAt" IS NULL`,
  columns: ["id"],
  task: ({ id }) => mailingTask(id),
};

const mailingJobName = "send-mailing";

function mailingTask(mailingId: string): Task {
  return { lane: "requests", name: mailingJobName, payload: { mailingId } };
}

/** One kind of mail that no Request sends. */
interface MailingKind<About = unknown> {
  kind: string;
  about: z.ZodType<About>;
  /** Sends it, or finds that there is nothing to send any more. A try that may have arrived is repeated as the same mail. */
  send(app: App, mailing: { id: string; about: About }): Promise<void>;
}

interface DefinedMailing<About> extends MailingKind<About> {
  /** Writes it, in the transaction of what it tells, and has it sent after the commit. An id of the caller's keeps it single. */
  write(
    tx: Transaction,
    after: After,
    about: About & Prisma.InputJsonObject,
    now: Date,
    id?: string,
  ): Promise<void>;
}

export function defineMailing<About>(kind: MailingKind<About>): DefinedMailing<About> {
  return {
    ...kind,
    async write(tx, after, about, now, given) {
      const data = { kind: kind.kind, about, createdAt: now, ...dueSoon(now), ...(given && { id: given }) };
      const { id } = await tx.mailing.create({ data, select: { id: true } });
      after.dispatch(mailingTask(id));
    },
  };
}

/** Sends one mailing of these kinds, once; what may pass is tried again, as the row records. */
export function sendMailingJob(kinds: MailingKind[]): Job<{ mailingId: string }> {
  return {
    name: mailingJobName,
    lane: "requests",
    payload: z.object({ mailingId: z.uuid() }),
    async run(app, { mailingId }) {
      const which = Prisma.sql`"id" = ${mailingId}::uuid`;
      const mailing = await takeLease<Mailing>(app, mailingOutbox, which);
      if (!mailing) return requireNothingLeft(app, mailingOutbox, which);
      const kind = kinds.find((one) => one.kind === mailing.kind);
      if (!kind) throw new Error(`No mailing is called ${mailing.kind}`);
      await whileLeased(app, mailingOutbox, mailingId, mailing, () => send(app, kind, mailing));
    },
  };
}

async function send(app: App, kind: MailingKind, mailing: Mailing): Promise<void> {
  const { id, lease } = mailing;
  try {
    await kind.send(app, { id, about: kind.about.parse(mailing.about) });
    const data = { ...released, about: {}, trouble: null, sentAt: app.clock() };
    requireLease(await app.db.mailing.updateMany({ where: { id, lease }, data }));
  } catch (error) {
    await retryOrFail(app, mailing, error);
  }
}

async function retryOrFail(app: App, mailing: Mailing, thrown: unknown): Promise<void> {
  if (thrown instanceof LeaseLost) throw thrown;
  const { id, lease, kind, attempts, createdAt } = mailing;
  const now = app.clock();
  const error = toReportableError(app.log, thrown, "a mailing", { mailingId: id, kind });
  // Nobody is there to act on it: it may pass.
  const unacted = { passing: true, reason: "unexpected", cause: error };
  const trouble = error instanceof Trouble ? error : new Trouble(error.message, unacted);
  const next = nextTry(app.retryPolicy, trouble, { attempts, since: createdAt }, now);
  const tried = { attempts: next?.attempts ?? attempts + 1, trouble: trouble.message };
  const then = next ? postponedTo(next.at) : { ...released, givenUpAt: now };
  requireLease(await app.db.mailing.updateMany({ where: { id, lease }, data: { ...tried, ...then } }));
  app.log.warn({ err: trouble, mailingId: id, kind }, next ? "a mailing did not work" : "mailing given up");
  if (next) throw new RescheduleJob(next.at.getTime() - now.getTime(), trouble.message);
}

const batchSize = 500;
const doublingsAtMost = 5;
const waitAtMostMs = 120_000;

type Recovering = Pick<App, "db" | "clock" | "queue" | "log">;
// oxlint-disable-next-line no-explicit-any -- rows of any table
type AnyOutbox = Outbox<any>;

/**
 * Dispatches what is due: rows whose task was lost, never reached the queue, or died with its worker. Each is put off first,
 * a longer while each time in a row, so that whoever dies in between costs little and a backlog is not flooded. Several at
 * once take different rows. Returns how many.
 */
export async function recover(ctx: Recovering, outboxes: AnyOutbox[]): Promise<number> {
  let count = 0;
  for (const outbox of outboxes) {
    const due = await putOff(ctx, outbox);
    if (due.length === 0) continue;
    const dispatched = await dispatch(
      ctx,
      due.map((row) => outbox.task(row)),
    );
    ctx.log[dispatched ? "info" : "debug"](
      { table: outbox.table, count: due.length, dispatched },
      "recovered",
    );
    if (dispatched) count += due.length;
    else await takeBack(ctx, outbox, due);
  }
  return count;
}

function putOff(ctx: Recovering, outbox: AnyOutbox): Promise<Record<string, string>[]> {
  const { table, id } = namesOf(outbox);
  const columns = Prisma.raw([outbox.id, ...outbox.columns].map((column) => `"${column}"`).join(", "));
  const now = sqlNow(ctx);
  const wait = Prisma.sql`LEAST(${graceMs} * power(2, LEAST("recoveries", ${doublingsAtMost})), ${waitAtMostMs})`;
  return ctx.db.$queryRaw`
    UPDATE ${table} SET "recoveries" = "recoveries" + 1,
      "dueAt" = ${sqlAfter(ctx, 0)} + ${wait} * INTERVAL '1 millisecond'
    WHERE ${id} IN (
      SELECT ${id} FROM ${table} WHERE ${outbox.open} AND ("dueAt" IS NULL OR "dueAt" < ${now})
        AND ("notBefore" IS NULL OR "notBefore" + ${graceMs} * INTERVAL '1 millisecond' < ${now})
      ORDER BY "dueAt" NULLS FIRST LIMIT ${batchSize} FOR UPDATE SKIP LOCKED)
    RETURNING ${columns}`;
}

/** The queue is down: due at once when it is back, however long that takes. */
async function takeBack(ctx: Recovering, outbox: AnyOutbox, rows: Record<string, string>[]): Promise<void> {
  const { table, id } = namesOf(outbox);
  await ctx.db.$executeRaw`
    UPDATE ${table} SET "recoveries" = GREATEST("recoveries" - 1, 0), "dueAt" = NULL
    WHERE ${id} = ANY(${rows.map((row) => row[outbox.id])}::uuid[]) AND ("leasedUntil" IS NULL OR "leasedUntil" < ${sqlNow(ctx)})`;
}

const namesOf = (outbox: AnyOutbox) => ({
  table: Prisma.raw(`"${outbox.table}"`),
  id: Prisma.raw(`"${outbox.id}"`),
});

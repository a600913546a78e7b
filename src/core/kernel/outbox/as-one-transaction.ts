import type { App } from "../../context.ts";
import { type Database, isPartOf, rootOf, type Transaction, withOwn } from "../database.ts";
import type { Queue, Task } from "./queue.ts";
import { dispatch } from "./transact.ts";
import { Turnstile } from "../turnstile.ts";

type AuditRow = Parameters<Transaction["auditEvent"]["create"]>[0];

/** Each holds a connection to the end, and may wait for a limit that is counted on another. */
const limits = { atMost: 4, waitMs: 2_000, waitingAtMost: 100 };

/**
 * Does work whose transactions all become parts of one: it is committed as a whole, with what `work` itself writes, or nothing
 * of it is. A part that fails is undone by itself. What is to follow goes to the queue after the commit; what is audited
 * outside of any part, as refusals are, is written however it ends. Throws a retryable ExternalError where too many others are
 * at it.
 */
export async function asOneTransaction<World extends App, Result>(
  world: World,
  work: (world: World, tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const { db } = world;
  const tasks: Task[] = [];
  const audited: AuditRow[] = [];
  const leave = rootOf(db) === db ? await turnstileOf(db).enter() : () => {};
  try {
    const result = await db
      .$transaction((tx) => {
        const parts = { db: partsOf(db, tx, audited), queue: collecting(world.queue, tasks) };
        return work({ ...world, ...parts }, tx);
      })
      // A queue that is slow keeps nobody else from the database.
      .finally(leave);
    await dispatch(world, tasks);
    return result;
  } finally {
    for (const row of audited) await db.auditEvent.create(row);
  }
}

/** A database whose transactions are savepoints of this one. */
function partsOf(root: Database, tx: Transaction, audited: AuditRow[]): Database {
  let count = 0;
  const part = async (work: (tx: Transaction) => Promise<unknown>): Promise<unknown> => {
    count += 1;
    const name = `part${count}`;
    await tx.$executeRawUnsafe(`SAVEPOINT ${name}`);
    try {
      const result = await work(tx);
      await tx.$executeRawUnsafe(`RELEASE SAVEPOINT ${name}`);
      return result;
    } catch (error) {
      await tx.$executeRawUnsafe(`ROLLBACK TO SAVEPOINT ${name}`);
      throw error;
    }
  };
  const auditEvent = withOwn(tx.auditEvent, { create: async (row: AuditRow) => void audited.push(row) });
  return isPartOf(withOwn(tx as Database, { $transaction: part, auditEvent }), root);
}

/** A queue that keeps for later what it is given. */
function collecting(queue: Queue, tasks: Task[]): Queue {
  return withOwn(queue, { add: async (more: Task[]) => void tasks.push(...more), room: undefined });
}

const turnstiles = new WeakMap<Database, Turnstile>();

function turnstileOf(db: Database): Turnstile {
  const known = turnstiles.get(db) ?? new Turnstile(limits);
  turnstiles.set(db, known);
  return known;
}

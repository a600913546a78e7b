import type { App } from "../../context.ts";
import { type Database, isPartOf, rootOf, type Transaction, withOwn } from "../database.ts";
import type { Queue, Task } from "./queue.ts";
import { dispatch } from "./transact.ts";

type AuditRow = Parameters<Transaction["auditEvent"]["create"]>[0];

const atMost = 4;

/**
 * Does work whose transactions all become parts of one: it is committed as a whole, with what `work` itself writes, or nothing
 * of it is. A part that fails is undone by itself. What is to follow goes to the queue after the commit; what is audited
 * outside of any part, as refusals are, is written however it ends.
 */
export async function asOneTransaction<World extends App, Result>(
  world: World,
  work: (world: World, tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const { db } = world;
  const tasks: Task[] = [];
  const audited: AuditRow[] = [];
  // Each holds a connection, and may wait for a limit that is counted on another.
  const free = rootOf(db) === db ? await roomOn(db) : () => {};
  try {
    const result = await db.$transaction((tx) => {
      const parts = { db: partsOf(db, tx, audited), queue: collecting(world.queue, tasks) };
      return work({ ...world, ...parts }, tx);
    });
    await dispatch(world, tasks);
    return result;
  } finally {
    free();
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

const busy = new WeakMap<Database, { count: number; waiting: (() => void)[] }>();

async function roomOn(db: Database): Promise<() => void> {
  const at = busy.get(db) ?? { count: 0, waiting: [] };
  busy.set(db, at);
  if (at.count < atMost) at.count += 1;
  else await new Promise<void>((resolve) => at.waiting.push(resolve));
  return () => {
    const next = at.waiting.shift();
    if (next) next();
    else at.count -= 1;
  };
}

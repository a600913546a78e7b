import { AsyncLocalStorage } from "node:async_hooks";
import type { App } from "../../context.ts";
import { sqlAfter, sqlNow } from "../../database-clock.ts";
import { Prisma } from "../../generated/prisma/client.ts";
import type { Outbox } from "./outbox.ts";

/** A lease ends by itself so soon after its process has died. */
export const defaultLeaseMs = 8_000;
/** So long a task may be at work without progress, and its row is free for others. */
const withoutProgressMs = 60_000;
/** So long a server outside may take over one answer: RFC 5321 has a mail server ten minutes for its last. */
const outsideAtMostMs = 10 * 60_000;

interface Progress {
  /** Of the process's own clock. */
  since: number;
}

interface Held {
  outbox: Outbox;
  id: string;
  lease: number;
}

/** Keeps the leases of a process, by one statement every quarter of their length, as long as their tasks get on. */
export class LeaseKeeper {
  readonly leaseMs: number;
  readonly #ctx: Pick<App, "db" | "clock" | "log">;
  readonly #held = new Map<Held, Progress>();
  readonly #tasks = new AsyncLocalStorage<Progress>();
  #timer: NodeJS.Timeout | undefined;
  /** Told once, and not by each try while the database is gone. */
  #failing = false;

  constructor(ctx: Pick<App, "db" | "clock" | "log">, leaseMs = defaultLeaseMs) {
    this.#ctx = ctx;
    this.leaseMs = leaseMs;
  }

  /** Renews it for as long as the work takes. */
  async hold<Result>(held: Held, work: () => Promise<Result>): Promise<Result> {
    const progress = { since: performance.now() };
    this.#held.set(held, progress);
    this.#timer ??= setInterval(() => void this.#tick(), this.leaseMs / 4).unref();
    try {
      return await this.#tasks.run(progress, work);
    } finally {
      this.#held.delete(held);
      if (this.#held.size === 0) this.close();
    }
  }

  /** What a task waits for outside counts as its progress: a slow server is no reason to have another do it as well. */
  async outside<Result>(work: Promise<Result>): Promise<Result> {
    const progress = this.#tasks.getStore();
    if (!progress) return work;
    const until = performance.now() + outsideAtMostMs;
    const timer = setInterval(() => {
      if (performance.now() < until) progress.since = performance.now();
    }, this.leaseMs / 4).unref();
    try {
      return await work;
    } finally {
      clearInterval(timer);
    }
  }

  /** A long task tells that it is getting on, and may go on for as long again. */
  progress(id: string, lease: number): void {
    for (const [held, state] of this.#held)
      if (held.id === id && held.lease === lease) state.since = performance.now();
  }

  /**
   * Renews what is held. Not what has run out, which may be another's by now, nor what is being written to at this moment:
   * that ends, or is renewed the next time.
   */
  async renew(): Promise<void> {
    const current = this.#current();
    const tables = [...new Set(current.map(({ outbox }) => outbox.table))];
    const renewals = tables.map((table) =>
      this.#renewal(current.filter(({ outbox }) => outbox.table === table)),
    );
    if (renewals.length === 0) return;
    await this.#ctx.db.$executeRaw`WITH ${Prisma.join(renewals)} SELECT 1`;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #current(): Held[] {
    const oldest = performance.now() - withoutProgressMs;
    for (const [held, { since }] of this.#held) {
      if (since > oldest) continue;
      this.#held.delete(held);
      const { id, outbox } = held;
      this.#ctx.log.warn({ id, table: outbox.table }, "no progress for a minute: left to other workers");
    }
    return [...this.#held.keys()];
  }

  #renewal(held: Held[]): Prisma.Sql {
    const { table: name = "", id: key = "" } = held[0]?.outbox ?? {};
    const [table, id] = [Prisma.raw(`"${name}"`), Prisma.raw(`"${key}"`)];
    const until = sqlAfter(this.#ctx, this.leaseMs);
    return Prisma.sql`${Prisma.raw(`"renewed${name}"`)} AS (
      UPDATE ${table} SET "leasedUntil" = ${until}, "dueAt" = ${until} WHERE ${id} IN (
        SELECT mine.${id} FROM ${table} mine
        JOIN unnest(${held.map((one) => one.id)}::uuid[], ${held.map(({ lease }) => lease)}::int[]) AS held ("id", "lease")
          ON mine.${id} = held."id" AND mine."lease" = held."lease"
        WHERE mine."leasedUntil" > ${sqlNow(this.#ctx)} FOR UPDATE OF mine SKIP LOCKED))`;
  }

  async #tick(): Promise<void> {
    try {
      await this.renew();
      this.#failing = false;
    } catch (err) {
      this.#ctx.log[this.#failing ? "debug" : "warn"]({ err }, "leases were not renewed");
      this.#failing = true;
    }
  }
}

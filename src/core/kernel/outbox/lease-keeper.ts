import type { App } from "../../context.ts";
import { sqlAfter, sqlNow } from "../../database-clock.ts";
import { Prisma } from "../../generated/prisma/client.ts";
import type { Outbox } from "./outbox.ts";

/** A lease ends by itself so soon after its process has died. */
export const defaultLeaseMs = 8_000;
/** So long a task may be at work without progress, and its row is free for others. */
const withoutProgressMs = 60_000;

interface Held {
  outbox: Outbox;
  id: string;
  lease: number;
}

/** Keeps the leases of a process, by one statement every quarter of their length, as long as their tasks get on. */
export class LeaseKeeper {
  readonly leaseMs: number;
  readonly #ctx: Pick<App, "db" | "clock" | "log">;
  readonly #held = new Map<Held, { since: number }>();
  #timer: NodeJS.Timeout | undefined;
  /** Told once, and not by each try while the database is gone. */
  #failing = false;

  constructor(ctx: Pick<App, "db" | "clock" | "log">, leaseMs = defaultLeaseMs) {
    this.#ctx = ctx;
    this.leaseMs = leaseMs;
  }

  /** Renews it from now on, until the answer is called. */
  hold(held: Held): () => void {
    this.#held.set(held, { since: performance.now() });
    this.#timer ??= setInterval(() => void this.#tick(), this.leaseMs / 4).unref();
    return () => {
      this.#held.delete(held);
      if (this.#held.size === 0) this.close();
    };
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

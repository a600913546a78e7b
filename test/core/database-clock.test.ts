import { pino } from "pino";
import { expect, test } from "vitest";
import type { App } from "../../src/core/context.ts";
import { databaseClock } from "../../src/core/database-clock.ts";

/** A machine and a database, `offMs` apart, whose answer takes `outMs` to be asked for and `backMs` to arrive. */
function apart(offMs: number) {
  let at = 1_000_000;
  const way = { outMs: 0, backMs: 0 };
  const $queryRawUnsafe = async () => {
    at += way.outMs;
    const ms = at + offMs;
    at += way.backMs;
    return [{ ms }];
  };
  const app = { db: { $queryRawUnsafe }, log: pino({ enabled: false }) } as unknown as Pick<
    App,
    "db" | "log"
  >;
  return { clock: databaseClock(app, () => at), way, machine: () => at };
}

test("a slow first answer of a database of the same time moves no clock", async () => {
  const { clock, way, machine } = apart(0);
  await clock.measure();
  Object.assign(way, { outMs: 800, backMs: 2 });
  await clock.measure();
  expect(clock().getTime()).toBe(machine());
});

test("a database of another time is followed, as near as its answer tells", async () => {
  const { clock, way, machine } = apart(-150_000);
  Object.assign(way, { outMs: 10, backMs: 30 });
  await clock.measure();
  expect(Math.abs(clock().getTime() - (machine() - 150_000))).toBeLessThanOrEqual(20);
});

import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { TaskTracker } from "../../../src/bot/slack/task-tracker.ts";
import { until } from "../../support/until.ts";

/** Starts so many that end when they are let go. */
function start(running: TaskTracker, count: number) {
  const ends: (() => void)[] = [];
  const all = Array.from({ length: count }, () =>
    running.withRateLimit(() => new Promise<void>((resolve) => void ends.push(resolve))),
  );
  return { ends, all: Promise.all(all) };
}

test("one begins after the other has ended", async () => {
  const { ends, all } = start(new TaskTracker(60_000), 3);
  for (const begun of [1, 2, 3]) {
    await until(() => ends.length === begun);
    await sleep(20);
    expect(ends.length).toBe(begun);
    ends.at(-1)?.();
  }
  await all;
});

test("one that waits for others makes room after a moment, for eight at once", async () => {
  const { ends, all } = start(new TaskTracker(1), 12);
  await until(() => ends.length === 8);
  await sleep(50);
  expect(ends.length).toBe(8);
  ends[3]?.();
  await until(() => ends.length === 9);
  for (let which = 0; which < 12; which += 1) {
    await until(() => ends.length > which);
    ends[which]?.();
  }
  await all;
});

test("one that fails makes room like any other, and its failure reaches its caller", async () => {
  const running = new TaskTracker();
  const fail = () => running.withRateLimit(() => Promise.reject(new Error("broken")));
  await expect(Promise.all([fail(), fail(), fail()])).rejects.toThrow("broken");
  let done = false;
  await running.withRateLimit(async () => void (done = true));
  expect(done).toBe(true);
});

import { pino } from "pino";
import { beforeEach, expect, test } from "vitest";
import { z } from "zod";
import type { App } from "../../../../src/core/context.ts";
import { localFirstQueue } from "../../../../src/core/kernel/outbox/local-first-queue.ts";
import { RescheduleJob } from "../../../../src/core/kernel/outbox/job.ts";
import {
  type Task,
  type Queue,
  QueueDown,
  type WorkOptions,
} from "../../../../src/core/kernel/outbox/queue.ts";
import { recordedQueue, type RecordedQueue } from "../../../support/recorded-queue.ts";

const silent = pino({ level: "silent" });
const card: Task = { lane: "messages", name: "draw", payload: { n: 1 }, preferLocal: true };
const flush = () => new Promise((resolve) => setTimeout(resolve, 5));

let store: RecordedQueue;
let queue: Queue;
let done: unknown[];
let work: (payload: unknown) => Promise<void>;
const options = (concurrency = 2): WorkOptions => ({
  jobs: [
    {
      name: "draw",
      lane: "messages",
      payload: z.object({ n: z.number() }),
      run: (_app: App, payload: unknown) => work(payload),
    },
  ],
  concurrency,
  lockMs: 1000,
  run: (job, payload) => job.run({} as App, payload),
  failed: () => undefined,
  troubled: () => undefined,
});
beforeEach(() => {
  store = recordedQueue();
  queue = localFirstQueue(store, silent);
  done = [];
  work = async (payload) => void done.push(payload);
});

test("a process that works on no jobs puts everything into the queue", async () => {
  await queue.add([card]);
  expect(store.waiting).toEqual([card]);
});

test("a worker does at once what is marked so, and queues the rest", async () => {
  await queue.work(options());
  const other = { lane: "messages", name: "draw", payload: { n: 2 } } as const;
  await queue.add([card, other]);
  await flush();
  expect(done).toEqual([{ n: 1 }]);
  expect(store.waiting).toEqual([other]);
});

test("where there is no room, or nobody knows the job, it goes into the queue", async () => {
  work = () => new Promise(() => undefined);
  await queue.work(options(1));
  const strange = { ...card, name: "strange" };
  await queue.add([card, card, strange]);
  expect(store.waiting).toEqual([card, strange]);
});

test("what is to run again later, or failed, goes into the queue for then", async () => {
  await queue.work(options());
  work = async () => {
    throw new RescheduleJob(5_000, "its turn comes later");
  };
  await queue.add([card]);
  await flush();
  work = async () => {
    throw new Error("down");
  };
  await queue.add([card]);
  await flush();
  expect(store.waiting).toEqual([
    { ...card, preferLocal: false, delayMs: 5_000 },
    { ...card, preferLocal: false, delayMs: 1000 },
  ]);
});

test("with the queue down as well nothing is thrown: the row is swept", async () => {
  await queue.work(options());
  work = async () => {
    store.down = true;
    throw new Error("down");
  };
  await queue.add([card]);
  await flush();
  expect(store.waiting).toEqual([]);
  await expect(queue.add([{ ...card, preferLocal: false }])).rejects.toThrow(QueueDown);
});

test("a worker that closes takes nothing more, and waits for what it has begun", async () => {
  let release = (): void => undefined;
  work = (payload) => new Promise<void>((resolve) => (release = resolve)).then(() => void done.push(payload));
  const working = await queue.work(options());
  await queue.add([card]);
  const closed = working.close();
  await queue.add([card]);
  expect(store.waiting).toEqual([card]);
  expect(done).toEqual([]);
  release();
  await closed;
  expect(done).toEqual([{ n: 1 }]);
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { describe, expect, test } from "vitest";
import { createQueue } from "../../src/core/adapters/bullmq-queue.ts";
import { QueueDown } from "../../src/core/kernel/outbox/queue.ts";
import { startRedis } from "../support/redis-server.ts";
import { findRedisServer } from "../support/requirements.ts";
import { until } from "../support/until.ts";
import { log, task, queueScene, stores } from "./queue-scene.ts";

/** Far more than the second that the port speaks of, and far less than what a client waits by itself. */
const patienceMs = 4_000;

async function quickly(work: Promise<unknown>): Promise<unknown> {
  const outcome = work.then(
    () => "done",
    (error: unknown) => error,
  );
  return Promise.race([outcome, sleep(patienceMs, "still waiting", { ref: false })]);
}

describe.each(stores)("a queue whose %s", (store) => {
  const scene = queueScene(store);
  const add = (text: string) => quickly(scene.queue.add([task(text)]));

  test("is gone says so soon, every time, and takes jobs again once it is back", async () => {
    expect(await add("before")).toBe("done");
    await scene.line.cut();
    for (let tries = 0; tries < 3; tries += 1) expect(await add("lost")).toBeInstanceOf(QueueDown);
    expect(await quickly(scene.queue.ping())).toBeInstanceOf(Error);
    await scene.line.restore();
    await until(async () => (await add("after")) === "done");
    const ran: string[] = [];
    await scene.work(async (text) => void ran.push(text));
    await until(() => ran.includes("after"));
    expect(ran).toContain("before");
  });

  test("answers nothing any more says so soon, and takes jobs again once it does", async () => {
    expect(await add("before")).toBe("done");
    scene.line.stall();
    expect(await add("lost")).toBeInstanceOf(QueueDown);
    await scene.line.restore();
    await until(async () => (await add("after")) === "done");
  });

  test("vanished without closing a connection takes jobs again as soon as another is in its place", async () => {
    expect(await add("before")).toBe("done");
    scene.line.strand();
    expect(await add("lost")).toBeInstanceOf(QueueDown);
    await until(async () => (await add("after")) === "done");
  });

  test("was never there says so soon, and takes jobs as soon as it is", async () => {
    await scene.line.cut();
    const queue = scene.another();
    expect(await quickly(queue.add([task("lost")]))).toBeInstanceOf(QueueDown);
    await scene.line.restore();
    await until(async () => (await quickly(queue.add([task("found")]))) === "done");
    const ran: string[] = [];
    await scene.work(async (text) => void ran.push(text));
    await until(() => ran.includes("found"));
  });

  test("was not there when the workers started gives them jobs as soon as it is", async () => {
    await scene.line.cut();
    const ran: string[] = [];
    await scene.work(async (text) => void ran.push(text));
    expect(await quickly(scene.queue.ping())).toBeInstanceOf(Error);
    await sleep(200);
    await scene.line.restore();
    await until(async () => (await quickly(scene.queue.ping())) === "done");
    await until(async () => (await add("late")) === "done");
    await until(() => ran.includes("late"));
  });

  test("is gone while jobs run lets the workers go on by themselves when it is back", async () => {
    const ran: string[] = [];
    await scene.work(async (text) => void ran.push(text));
    expect(await add("before")).toBe("done");
    await until(() => ran.includes("before"));
    await scene.line.cut();
    await sleep(500);
    await scene.line.restore();
    await until(async () => (await add("after")) === "done");
    await until(() => ran.includes("after"));
  });

  test("breaks while it is being opened ends no process", async () => {
    for (let afterMs = 0; afterMs < 40; afterMs += 2) {
      const queue = scene.another();
      const adding = quickly(queue.add([task("cut")]));
      await sleep(afterMs);
      await scene.line.cut();
      expect(["done", expect.any(QueueDown)]).toContainEqual(await adding);
      await scene.line.restore();
    }
  });

  test("is gone can be closed all the same", async () => {
    const queue = scene.another();
    expect(await quickly(queue.add([task("a")]))).toBe("done");
    await scene.line.cut();
    expect(await quickly(queue.close())).toBe("done");
  });
});

describe.runIf(findRedisServer())("a Redis that is stopped and started", () => {
  test("has kept the jobs, and the program finds it again", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "redis-"));
    const first = await startRedis({ folder });
    const queue = createQueue({ databaseUrl: "", redisUrl: first.url }, log);
    await queue.add([task("kept")]);
    await first.stop();
    expect(await quickly(queue.add([task("lost")]))).toBeInstanceOf(QueueDown);
    const second = await startRedis({ port: first.port, folder });
    await until(async () => (await quickly(queue.ping())) === "done");
    const ran: string[] = [];
    const working = await queue.work({
      jobs: [],
      concurrency: 1,
      lockMs: 5_000,
      run: async () => undefined,
      failed: (name) => void ran.push(name),
      troubled: () => undefined,
    });
    await until(() => ran.includes("request"));
    await working.close();
    await queue.close();
    await second.stop();
    await rm(folder, { recursive: true });
  });
});

describe("a queue in a database", () => {
  const scene = queueScene("PostgreSQL");

  test("that refuses its workers is asked once a second, not without end", async () => {
    let refused = 0;
    const troubled = () => void (refused += 1);
    await scene.work(async () => undefined, { troubled });
    const admin = new Client({ connectionString: scene.config.databaseUrl });
    await admin.connect();
    await admin.query("ALTER SCHEMA bullmq RENAME TO elsewhere");
    await scene.queue.add([task("a")]).catch(() => undefined);
    await until(() => refused > 0);
    refused = 0;
    await sleep(2_000);
    expect(refused).toBeLessThan(20);
    await admin.query("ALTER SCHEMA elsewhere RENAME TO bullmq");
    await admin.end();
  });
});

import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { DomainError } from "../../src/core/kernel/errors.ts";
import { RescheduleJob } from "../../src/core/kernel/outbox/job.ts";
import { until } from "../support/until.ts";
import { task, queueScene, stores, workOn } from "./queue-scene.ts";

describe.each(stores)("a queue on %s", (store) => {
  const scene = queueScene(store);

  test("runs what is added, in both lanes, with its payload, once", async () => {
    const ran: string[] = [];
    await scene.queue.add([task("a"), task("b", { lane: "messages", name: "message" }), task("c")]);
    await scene.work(async (text) => void ran.push(text));
    await scene.queue.add([task("d")]);
    await until(() => ran.length === 4);
    await sleep(200);
    expect(ran.toSorted()).toEqual(["a", "b", "c", "d"]);
    expect(scene.failed).toEqual([]);
  });

  test("takes nothing for nothing, and answers a ping", async () => {
    const both = Promise.all([scene.queue.add([]), scene.queue.ping()]);
    await expect(both).resolves.toBeDefined();
  });

  test("runs a job again at the time of its own choosing, as often as it likes, and counts none as failed", async () => {
    const ran: number[] = [];
    const begun = Date.now();
    await scene.work(async (_text, runs) => {
      ran.push(Date.now() - begun);
      if (runs <= 7) throw new RescheduleJob(runs === 1 ? 400 : 0, "not yet");
    });
    await scene.queue.add([task("again")]);
    await until(() => ran.length === 8);
    await sleep(200);
    expect(ran).toHaveLength(8);
    expect((ran[1] ?? 0) - (ran[0] ?? 0)).toBeGreaterThanOrEqual(395);
    expect(scene.failed).toEqual([]);
  });

  test("lets others run while one waits for its time", async () => {
    const ran: string[] = [];
    await scene.work(
      async (text, runs) => {
        ran.push(text);
        if (text === "waits" && runs === 1) throw new RescheduleJob(600, "not yet");
      },
      { concurrency: 1 },
    );
    await scene.queue.add([task("waits")]);
    await until(() => ran.length === 1);
    await scene.queue.add([task("x"), task("y")]);
    await until(() => ran.length === 4);
    expect(ran).toEqual(["waits", "x", "y", "waits"]);
  });

  test("keeps a job that waits for ninety days, and goes on with others", async () => {
    const ran: string[] = [];
    await scene.work(async (text) => {
      ran.push(text);
      if (text === "waits") throw new RescheduleJob(90 * 86_400_000, "not yet");
    });
    await scene.queue.add([task("waits")]);
    await until(() => ran.length === 1);
    await scene.queue.add([task("a")]);
    await until(() => ran.length === 2);
    await scene.queue.add([task("b")]);
    await until(() => ran.length === 3);
    expect(ran).toEqual(["waits", "a", "b"]);
    expect(scene.failed).toEqual([]);
  });

  test("tries an unexpected error again", async () => {
    const ran: number[] = [];
    await scene.work(async (_text, runs) => {
      ran.push(runs);
      if (runs === 1) throw new Error("briefly gone");
    });
    await scene.queue.add([task("a")]);
    await until(() => ran.length === 2);
    expect(scene.failed).toEqual([{ name: "request", message: "briefly gone" }]);
  });

  test("does not try again what the person must act on", async () => {
    const ran: string[] = [];
    await scene.work(async (text) => {
      ran.push(text);
      throw new DomainError("not-found", "The Account is gone.");
    });
    await scene.queue.add([task("a")]);
    await until(() => scene.failed.length === 1);
    await sleep(1_500);
    expect(ran).toEqual(["a"]);
    expect(scene.failed).toEqual([{ name: "request", message: "The Account is gone." }]);
  });

  test("fails at once what no job takes, and goes on with the next", async () => {
    const ran: string[] = [];
    const broken = [
      task("a", { name: "unknown" }),
      task("a", { name: "constructor" }),
      task("a", { payload: { text: 7 } }),
      task("a", { payload: null }),
    ];
    await scene.work(async (text) => void ran.push(text), { concurrency: 1 });
    await scene.queue.add([...broken, task("next")]);
    await until(() => scene.failed.length === 4 && ran.length === 1);
    await sleep(300);
    expect(ran).toEqual(["next"]);
    expect(scene.failed).toEqual(broken.map(({ name }) => ({ name, message: `No job takes this: ${name}` })));
  });

  test("waits at its close for the jobs that run, and starts no other", async () => {
    const begun: string[] = [];
    const ends: string[] = [];
    const working = await scene.work(
      async (text) => {
        begun.push(text);
        await sleep(400);
        ends.push(text);
      },
      { concurrency: 1 },
    );
    await scene.queue.add([task("first"), task("second")]);
    await until(() => begun.length === 1);
    expect(ends).toEqual([]);
    await working.close();
    expect(ends).toEqual(["first"]);
    await sleep(600);
    expect(ends).toEqual(["first"]);
    await workOn(scene.another(), scene, async (text) => void ends.push(text));
    await until(() => ends.length === 2);
    expect(ends).toEqual(["first", "second"]);
  });

  test("shares a thousand jobs among two workers, and runs each once", async () => {
    const ran: [string[], string[]] = [[], []];
    // Neither gets on before the other has taken something, however late it is.
    const both = until(() => ran[0].length > 0 && ran[1].length > 0);
    const take = (mine: string[]) => async (text: string) => {
      mine.push(text);
      await both;
    };
    await scene.work(take(ran[0]));
    await workOn(scene.another(), scene, take(ran[1]));
    const names = Array.from({ length: 1_000 }, (_, index) => `job ${index}`);
    for (let from = 0; from < names.length; from += 100)
      await scene.another().add(names.slice(from, from + 100).map((name) => task(name)));
    await until(() => ran.flat().length >= 1_000);
    await sleep(300);
    expect(ran.flat().toSorted()).toEqual(names.toSorted());
  });

  test("keeps what was added while nobody worked, also when the program that added it is gone", async () => {
    const other = scene.another();
    await other.add([task("kept")]);
    await other.close();
    const ran: string[] = [];
    await scene.work(async (text) => void ran.push(text));
    await until(() => ran.length > 0);
    expect(ran).toEqual(["kept"]);
  });
});

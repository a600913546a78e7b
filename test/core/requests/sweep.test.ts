import { beforeEach, describe, expect, test } from "vitest";
import { minutes } from "../../../src/core/clock.ts";
import { QueueDown } from "../../../src/core/kernel/outbox/queue.ts";
import { dispatch } from "../../../src/core/kernel/outbox/dispatch.ts";
import { requestTask } from "../../../src/core/requests/invalidate-card.ts";
import { sweep } from "../../../src/core/requests/sweep.ts";
import { invite, inviteScene, trouble } from "../../support/invite-scene.ts";
import { take, work } from "./jobs-by-hand.ts";

const scene = inviteScene();

beforeEach(async () => {
  scene.t.queue.waiting = [];
  scene.t.queue.delayed = [];
  await scene.t.db.request.deleteMany();
});

async function askedInOutage(count: number): Promise<void> {
  scene.t.queue.down = true;
  for (let index = 0; index < count; index += 1) {
    const { queued } = await invite(scene, `user${index}@acme.example`);
    expect(queued).toBe(false);
  }
  scene.t.queue.down = false;
}

const requests = () => scene.t.db.request.findMany({ orderBy: { id: "asc" } });
const messages = () => scene.t.db.chatMessage.findMany({ orderBy: { id: "asc" } });

describe("a sweep", () => {
  test("puts into the queue what an outage left behind, once", async () => {
    await askedInOutage(3);
    expect(await sweep(scene.t.app)).toBe(6);
    expect(await sweep(scene.t.app)).toBe(0);
    await scene.t.runJobs();
    expect(scene.t.mailer.sent).toHaveLength(3);
    expect(scene.t.chat.messages).toHaveLength(3);
  });

  test("at the same moment as nine others runs nothing twice and loses nothing", async () => {
    await askedInOutage(10);
    await Promise.all(Array.from({ length: 10 }, () => sweep(scene.t.app)));
    const tasks = scene.t.queue.waiting.splice(0);
    await Promise.all(tasks.map((one) => work(scene.t.app, one)));
    await scene.t.runJobs();
    scene.t.clock.advance(10_000);
    await scene.t.runJobs();
    expect(scene.t.mailer.sent).toHaveLength(10);
    expect(scene.t.chat.messages).toHaveLength(10);
    expect((await requests()).every(({ status }) => status === "done")).toBe(true);
  });

  test("leaves all for the next one while the queue is still down", async () => {
    await askedInOutage(2);
    scene.t.queue.down = true;
    expect(await sweep(scene.t.app)).toBe(0);
    expect((await requests()).map(({ enqueuedAt }) => enqueuedAt)).toEqual([null, null]);
    scene.t.queue.down = false;
    expect(await sweep(scene.t.app)).toBe(4);
  });

  test("finds a job that the queue has lost, after two minutes", async () => {
    await invite(scene, "lost@acme.example");
    await sweep(scene.t.app);
    scene.t.queue.waiting = [];
    scene.t.clock.advance(minutes(2));
    expect(await sweep(scene.t.app)).toBe(0);
    scene.t.clock.advance(1);
    expect(await sweep(scene.t.app)).toBe(2);
    await scene.t.runJobs();
    expect(scene.t.mailer.sent).toHaveLength(1);
  });

  test("shows what is not at its turn yet as queued, once", async () => {
    await invite(scene, "behind@acme.example");
    const [run] = take(scene, "requests");
    expect(take(scene, "messages")).toEqual([]);
    expect(await sweep(scene.t.app)).toBe(1);
    await scene.t.runJobs();
    expect(scene.t.chat.latest().title).toBe("Invitation queued");
    expect(await sweep(scene.t.app)).toBe(0);
    expect(await work(scene.t.app, run)).toBe("done");
    await scene.t.runJobs();
    expect(scene.t.chat.messages.map(({ cards }) => cards.map(({ title }) => title))).toEqual([
      ["Invitation queued", "Invitation mailed"],
    ]);
  });

  test("finds the job of a retry that the queue has lost, and not before its time", async () => {
    scene.t.mailer.failures.push(trouble(true, "451"));
    await invite(scene, "retry@acme.example");
    await scene.t.runJobs();
    scene.t.queue.delayed = [];
    const at = (await requests())[0]?.nextAttemptAt ?? new Date();
    scene.t.clock.set(new Date(at.getTime() + minutes(2)));
    expect(await sweep(scene.t.app)).toBe(0);
    scene.t.clock.advance(1);
    expect(await sweep(scene.t.app)).toBe(1);
    await scene.t.runJobs();
    expect(scene.t.mailer.sent).toHaveLength(1);
  });

  test("touches nothing that is done, failed or given up", async () => {
    await invite(scene, "done@acme.example");
    await scene.t.runJobs();
    scene.t.mailer.failures.push(trouble(false, "550"));
    await invite(scene, "failed@acme.example");
    await scene.t.runJobs();
    scene.t.clock.advance(5_000);
    await scene.t.runJobs();
    for (const reason of ["is_archived", "is_archived"])
      scene.t.chat.failures.push({ error: trouble(false, reason) });
    await invite(scene, "nowhere@acme.example");
    await scene.t.runJobs();
    const before = [await requests(), await messages()];
    scene.t.clock.advance(minutes(60));
    expect(await sweep(scene.t.app)).toBe(0);
    expect([await requests(), await messages()]).toEqual(before);
  });

  test("takes five hundred at once, and the others the next time", async () => {
    const { id: requesterId } = scene.ctx.actor;
    const row = { kind: "invite-user", input: {}, requesterId, createdAt: scene.t.clock.now() };
    await scene.t.db.request.createMany({ data: Array.from({ length: 510 }, () => row) });
    expect([await sweep(scene.t.app), await sweep(scene.t.app), await sweep(scene.t.app)]).toEqual([
      500, 10, 0,
    ]);
    expect(new Set(scene.t.queue.waiting.map(({ payload }) => JSON.stringify(payload))).size).toBe(510);
  });
});

describe("a task", () => {
  test("of nothing is nothing, also while the queue is down", async () => {
    scene.t.queue.down = true;
    expect(await dispatch(scene.t.app, [])).toBe(true);
  });

  test("that the queue does not take marks its own rows, and no others, as left behind", async () => {
    await invite(scene, "mine@acme.example");
    await invite(scene, "other@acme.example");
    await sweep(scene.t.app);
    scene.t.queue.down = true;
    const [request] = await requests();
    expect(request && (await dispatch(scene.t.app, [requestTask(request)]))).toBe(false);
    expect((await requests()).map(({ enqueuedAt }) => enqueuedAt === null)).toEqual([true, false]);
    expect((await messages()).map(({ enqueuedAt }) => enqueuedAt === null)).toEqual([true, false]);
  });

  test("does not bring back a request that is done", async () => {
    const { requestId } = await invite(scene, "done@acme.example");
    await scene.t.runJobs();
    scene.t.queue.down = true;
    await dispatch(scene.t.app, [requestTask({ id: requestId, kind: "invite-user" })]);
    expect((await requests())[0]?.enqueuedAt).not.toBeNull();
    scene.t.queue.down = false;
    expect(await sweep(scene.t.app)).toBe(0);
  });

  test("hides no error but that of a queue that is down", async () => {
    const queue = { ...scene.t.queue, add: () => Promise.reject(new TypeError("odd")) };
    await expect(
      dispatch({ ...scene.t.app, queue }, [requestTask({ id: "1", kind: "invite-user" })]),
    ).rejects.toThrow("odd");
  });

  test("lost in the middle of a request's end leaves its card for the sweep", async () => {
    await invite(scene, "end@acme.example");
    const [run] = take(scene, "requests");
    const add = () => Promise.reject(new QueueDown("down"));
    expect(await work({ ...scene.t.app, queue: { ...scene.t.queue, add } }, run)).toBe("done");
    expect(scene.t.chat.messages).toEqual([]);
    expect(await sweep(scene.t.app)).toBe(1);
    await scene.t.runJobs();
    expect(scene.t.chat.latest().title).toBe("Invitation mailed");
  });
});

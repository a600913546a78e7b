import { beforeEach, describe, expect, test } from "vitest";
import { minutes } from "../../../../src/core/kernel/time/clock.ts";
import { dispatch } from "../../../../src/core/kernel/outbox/transact.ts";
import { graceMs } from "../../../../src/core/kernel/outbox/outbox.ts";
import { QueueDown } from "../../../../src/core/kernel/outbox/queue.ts";
import { requestTask } from "../../../../src/core/kernel/requests/invalidate-card.ts";
import { invite, inviteScene, trouble } from "../../../support/invite-scene.ts";
import { recoverAll, recoverLater } from "../../../support/recover-all.ts";
import { secondApp } from "../../../support/second-app.ts";
import { gate, take, work } from "../requests/jobs-by-hand.ts";

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

describe("a sweeper", () => {
  test("that dies between its mark and the queue costs a row five seconds, not two minutes", async () => {
    await invite(scene, "held@acme.example");
    scene.t.queue.waiting = [];
    scene.t.clock.advance(graceMs + 1);
    const { reached, pass } = gate();
    // It has marked the row, and is killed before the queue has it.
    void recoverAll({ ...scene.t.app, queue: { ...scene.t.queue, add: pass } });
    await reached;
    expect(await recoverAll(scene.t.app)).toBe(1);
    expect(take(scene, "requests")).toEqual([]);
    expect(await recoverLater(scene.t)).toBe(2);
    await scene.t.runJobs();
    expect(scene.t.mailer.sent).toHaveLength(1);
    expect(scene.t.chat.latest().title).toBe("Invitation mailed");
  });

  test("dispatches what an outage left behind, once", async () => {
    await askedInOutage(3);
    expect(await recoverLater(scene.t)).toBe(6);
    expect(await recoverAll(scene.t.app)).toBe(0);
    await scene.t.runJobs();
    expect(scene.t.mailer.sent).toHaveLength(3);
    expect(scene.t.chat.messages).toHaveLength(3);
  });

  test("at the same moment as nine others dispatches nothing twice and loses nothing", async () => {
    await askedInOutage(10);
    scene.t.clock.advance(graceMs + 1);
    const counts = await Promise.all(Array.from({ length: 10 }, () => recoverAll(scene.t.app)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20);
    const tasks = scene.t.queue.waiting.splice(0);
    expect(new Set(tasks.map(({ name, payload }) => name + JSON.stringify(payload))).size).toBe(20);
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
    expect(await recoverLater(scene.t)).toBe(0);
    for (let tries = 0; tries < 6; tries += 1) expect(await recoverAll(scene.t.app)).toBe(0);
    scene.t.queue.down = false;
    expect(await recoverAll(scene.t.app)).toBe(4);
  });

  test("dispatches a backlog ever more seldom, up to each two minutes", async () => {
    await invite(scene, "backlog@acme.example");
    const waits: number[] = [];
    for (let times = 0; times < 7; times += 1) {
      await recoverLater(scene.t);
      const [row] = await requests();
      waits.push((row?.dueAt?.getTime() ?? 0) - scene.t.clock.now().getTime());
      scene.t.clock.set(row?.dueAt ?? "");
    }
    expect(waits).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 120_000, 120_000]);
  });

  test("shows what is not at its turn yet as queued, once", async () => {
    await invite(scene, "behind@acme.example");
    const [run] = take(scene, "requests");
    expect(take(scene, "messages")).toEqual([]);
    expect(await recoverLater(scene.t)).toBe(2);
    take(scene, "requests");
    await scene.t.runJobs();
    expect(scene.t.chat.latest().title).toBe("Invitation queued");
    expect(await recoverAll(scene.t.app)).toBe(0);
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
    scene.t.clock.set((await requests())[0]?.notBefore ?? new Date());
    expect(await recoverAll(scene.t.app)).toBe(0);
    expect(await recoverLater(scene.t)).toBe(1);
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
    expect(await recoverAll(scene.t.app)).toBe(0);
    expect([await requests(), await messages()]).toEqual(before);
  });

  test("takes five hundred of a table at once, and the others the next time", async () => {
    const { id: requesterId } = scene.ctx.actor;
    const row = { kind: "invite-user", input: {}, requesterId, createdAt: scene.t.clock.now() };
    await scene.t.db.request.createMany({ data: Array.from({ length: 510 }, () => row) });
    const counts = [
      await recoverAll(scene.t.app),
      await recoverAll(scene.t.app),
      await recoverAll(scene.t.app),
    ];
    expect(counts).toEqual([500, 10, 0]);
    expect(new Set(scene.t.queue.waiting.map(({ payload }) => JSON.stringify(payload))).size).toBe(510);
  });

  test("of another process leaves what is at work alone, and takes it once its worker is dead", async () => {
    const other = secondApp(scene.t);
    await invite(scene, "dead@acme.example");
    const [run] = take(scene, "requests");
    await scene.t.db.chatMessage.deleteMany();
    const { reached, pass } = gate();
    void work({ ...scene.t.app, mailer: { send: pass } }, run);
    await reached;
    scene.t.clock.advance(scene.t.app.leases.leaseMs - 1);
    expect(await recoverAll(other)).toBe(0);
    scene.t.clock.advance(2);
    expect(await recoverAll(other)).toBe(1);
    await other.close();
  });
});

describe("a dispatch", () => {
  test("of nothing is nothing, also while the queue is down", async () => {
    scene.t.queue.down = true;
    expect(await dispatch(scene.t.app, [])).toBe(true);
  });

  test("hides no error but that of a queue that is down", async () => {
    const queue = { ...scene.t.queue, add: () => Promise.reject(new TypeError("odd")) };
    await expect(dispatch({ ...scene.t.app, queue }, [requestTask({ id: "1" })])).rejects.toThrow("odd");
  });

  test("lost in the middle of a request's end leaves its card for the sweeper", async () => {
    await invite(scene, "end@acme.example");
    const [run] = take(scene, "requests");
    const add = () => Promise.reject(new QueueDown("down"));
    expect(await work({ ...scene.t.app, queue: { ...scene.t.queue, add } }, run)).toBe("done");
    expect(scene.t.chat.messages).toEqual([]);
    expect(await recoverLater(scene.t)).toBe(1);
    await scene.t.runJobs();
    expect(scene.t.chat.latest().title).toBe("Invitation mailed");
  });
});

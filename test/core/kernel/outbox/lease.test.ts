import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { createApp } from "../../../../src/core/app.ts";
import { minutes } from "../../../../src/core/kernel/time/clock.ts";
import { readConfig } from "../../../../src/core/config.ts";
import type { App } from "../../../../src/core/context.ts";
import { databaseClock } from "../../../../src/core/database-clock.ts";
import { LeaseKeeper } from "../../../../src/core/kernel/outbox/lease-keeper.ts";
import { requestOutbox } from "../../../../src/core/kernel/requests/invalidate-card.ts";
import { auditOfTest } from "../../../support/audit-of-test.ts";
import { invite, inviteScene, trouble } from "../../../support/invite-scene.ts";
import { withWrites } from "../../../support/before-the-write.ts";
import { testEnv } from "../../../support/test-app.ts";
import { cardJob, gate, take, work } from "../requests/jobs-by-hand.ts";

const scene = inviteScene();
const events = auditOfTest(() => scene.t.db);

beforeEach(() => {
  scene.t.queue.waiting = [];
  scene.t.queue.delayed = [];
});

async function asked(address: string) {
  const { requestId } = await invite(scene, address);
  const [run] = take(scene, "requests");
  const row = () => scene.t.db.request.findUniqueOrThrow({ where: { id: requestId } });
  return { requestId, run, row };
}

/** A worker that sends when it is let go, and then hears this. */
function slowWorker(then: () => Promise<void> = async () => undefined) {
  const { reached, open, pass } = gate();
  const send = async () => {
    await pass();
    return then();
  };
  return { app: { ...scene.t.app, mailer: { send } } as App, reached, open };
}

describe("a worker that was overtaken", () => {
  const overtake = () => scene.t.clock.advance(scene.t.app.leases.leaseMs);

  test("ends its request no second time", async () => {
    const { run, row } = await asked("end@acme.example");
    const slow = slowWorker();
    const first = work(slow.app, run);
    await slow.reached;
    overtake();
    expect(await work(scene.t.app, run)).toBe("done");
    const ended = await row();
    slow.open();
    expect(await first).toBe("done");
    expect(await row()).toEqual(ended);
    expect(await events("request-done")).toHaveLength(1);
  });

  test("does not have a request tried again, or failed, that another has at work", async () => {
    for (const retryable of [true, false]) {
      const { run, row } = await asked(`fails-${retryable}@acme.example`);
      const slow = slowWorker(() => Promise.reject(trouble(retryable, retryable ? "451" : "550")));
      const first = work(slow.app, run);
      await slow.reached;
      overtake();
      const second = slowWorker();
      const other = work(second.app, run);
      await second.reached;
      slow.open();
      expect(await first).toBe("done");
      expect(await row()).toMatchObject({ status: "queued", attempts: 0, trouble: null, notBefore: null });
      second.open();
      expect(await other).toBe("done");
      expect(await row()).toMatchObject({ status: "done", trouble: null });
    }
    expect(await events("request-failed")).toEqual([]);
  });

  test("applies nothing any more", async () => {
    const { run, requestId } = await asked("applies@acme.example");
    const { reached, open, pass } = gate();
    const first = work(withWrites(scene.t.app, pass), run);
    await reached;
    overtake();
    expect(await work(scene.t.app, run)).toBe("done");
    await scene.t.db.request.update({
      where: { id: requestId },
      data: { status: "queued", appliedAt: null },
    });
    await scene.t.db.invitation.updateMany({
      where: { requestId },
      data: { revokedAt: scene.t.clock.now() },
    });
    open();
    expect(await first).toBe("done");
    expect(await scene.t.db.invitation.count({ where: { requestId } })).toBe(1);
  });

  test("does not say where a message stands that another has drawn", async () => {
    const { requestId } = await asked("card@acme.example");
    const draw = await cardJob(scene, requestId);
    const { reached, open, pass } = gate();
    const chat = {
      ...scene.t.chat,
      post: async () => {
        await pass();
        return { channelId: "C1", messageId: "overtaken" };
      },
    };
    const first = work({ ...scene.t.app, chat }, draw);
    await reached;
    overtake();
    expect(await work(scene.t.app, draw)).toBe("done");
    open();
    expect(await first).toBe("done");
    const message = await scene.t.db.chatMessage.findFirst({ where: { requestId } });
    expect(message).toMatchObject({ observedGeneration: 1, leasedUntil: null });
    expect(message?.postedId).not.toBe("overtaken");
  });
});

describe("a lease", () => {
  const held = async (address: string) => {
    const { run, row, requestId } = await asked(address);
    const slow = slowWorker();
    const done = work(slow.app, run);
    await slow.reached;
    return { row, requestId, run, open: slow.open, done };
  };

  test("is renewed as long as its worker lives, in one statement for all", async () => {
    const both = [await held("renewed@acme.example"), await held("also@acme.example")];
    scene.t.clock.advance(6_000);
    await scene.t.app.leases.renew();
    scene.t.clock.advance(6_000);
    const until = new Date(scene.t.clock.now().getTime() + 2_000);
    for (const { row, run } of both) {
      expect(await row()).toMatchObject({ leasedUntil: until, dueAt: until });
      expect(await work(scene.t.app, run)).toMatchObject({ inMs: 2_000 });
    }
    for (const { open, done } of both) {
      open();
      expect(await done).toBe("done");
    }
    await scene.t.app.leases.renew();
    for (const { row } of both) expect(await row()).toMatchObject({ leasedUntil: null, dueAt: null });
  });

  test("that has run out is not renewed, and a row that was given back is not taken again", async () => {
    const { row, requestId, open, done } = await held("lapsed@acme.example");
    const { leasedUntil, lease } = await row();
    scene.t.clock.advance(scene.t.app.leases.leaseMs);
    await scene.t.app.leases.renew();
    expect(await row()).toMatchObject({ leasedUntil });
    open();
    await done;
    const late = new LeaseKeeper(scene.t.app);
    await late.hold({ outbox: requestOutbox, id: requestId, lease }, () => late.renew());
    expect(await row()).toMatchObject({ status: "done", leasedUntil: null });
  });

  test("is kept while a server outside takes its time, and left to others where nothing gets on", async () => {
    const { requestId } = await asked("outside@acme.example");
    const where = { id: requestId };
    const taken = { leasedUntil: new Date(scene.t.clock.now().getTime() + 40) };
    const { lease } = await scene.t.db.request.update({ where, data: taken });
    const keeper = new LeaseKeeper(scene.t.app, 40);
    const real = performance.now.bind(performance);
    const held = (work: () => Promise<unknown>) =>
      keeper.hold({ outbox: requestOutbox, id: requestId, lease }, work);
    let ahead = 0;
    vi.spyOn(performance, "now").mockImplementation(() => real() + ahead);
    try {
      // A minute and more goes by, twice, while the other side is silent.
      const slow = async () => {
        for (let times = 0; times < 2; times += 1) {
          await sleep(50);
          ahead += 45_000;
        }
        await sleep(50);
      };
      await held(() => keeper.outside(slow()));
      expect(scene.t.log.join("")).not.toContain("no progress for a minute");
      await held(slow);
      expect(scene.t.log.join("")).toContain("no progress for a minute");
    } finally {
      vi.restoreAllMocks();
    }
  });

  test("of a request that was tried again is not that of the one before", async () => {
    const { row, requestId, open, done } = await held("again@acme.example");
    await scene.t.db.request.update({ where: { id: requestId }, data: { lease: { increment: 1 } } });
    open();
    expect(await done).toBe("done");
    expect(await row()).toMatchObject({ status: "queued" });
  });
});

describe("processes on machines whose clocks are 150 seconds apart", () => {
  const onMachine = (offMs: number) => {
    const { db, log } = scene.t.app;
    const clock = databaseClock({ db, log }, () => Date.now() + offMs);
    const { mailer, chat, queue, chatPace, approvalPolicy } = scene.t.app;
    const parts = { db, log, mailer, chat, queue, chatPace, approvalPolicy, clock };
    return { ...createApp(readConfig(testEnv(scene.t.databaseUrl)), parts), clock };
  };

  test("agree on the time", async () => {
    for (const offMs of [150_000, -150_000]) {
      const { clock } = onMachine(offMs);
      await clock.measure();
      expect(Math.abs(clock().getTime() - Date.now())).toBeLessThan(minutes(0.5));
    }
  });

  test("mail once", async () => {
    const [ahead, behind] = [onMachine(150_000), onMachine(-150_000)];
    const ctx = { ...behind, actor: scene.ctx.actor };
    const { requestId } = await invite({ ...scene, ctx }, "apart@acme.example");
    const [run] = take(scene, "requests");
    const { reached, open, pass } = gate();
    const send: App["mailer"]["send"] = async (mail) => {
      await pass();
      return scene.t.mailer.send(mail);
    };
    const first = work({ ...behind, mailer: { send } }, run);
    await reached;
    expect(await work(ahead, run)).toMatchObject({ name: "RescheduleJob" });
    open();
    expect(await first).toBe("done");
    expect(scene.t.mailer.sent).toHaveLength(1);
    expect(await scene.t.db.request.findUnique({ where: { id: requestId } })).toMatchObject({
      status: "done",
    });
  });
});

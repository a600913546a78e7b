import { describe, expect, test } from "vitest";
import { graceMs } from "../../../src/core/kernel/outbox/outbox.ts";
import { recover } from "../../../src/core/kernel/outbox/recover.ts";
import { openHome } from "../../../src/core/home/open-home.ts";
import { debounceMs, homeJobName, homeOutbox } from "../../../src/core/kernel/requests/invalidate-card.ts";
import { RescheduleJob } from "../../../src/core/kernel/outbox/job.ts";
import { recoverAll, recoverLater } from "../../support/recover-all.ts";
import { makeActor } from "../../support/factories.ts";
import { trouble } from "../../support/invite-scene.ts";
import { gate, work } from "../kernel/requests/jobs-by-hand.ts";
import { homeScene, readHome } from "./home-scene.ts";

const home = homeScene();
const { scene } = home;

describe("drawing a Home", () => {
  test("by ten workers at the same moment is done once", async () => {
    await openHome(home.ctx);
    const ends = await Promise.all(Array.from({ length: 10 }, () => work(scene.t.app, home.draw())));
    expect(home.drawn()).toHaveLength(1);
    expect(ends.filter((end) => end === "done").length).toBeGreaterThan(0);
    expect(await home.row()).toMatchObject({ observedGeneration: 1, leasedUntil: null });
  });

  test("five times outdated is one drawing, and none where nothing has changed", async () => {
    for (let times = 0; times < 5; times += 1) await openHome(home.ctx);
    await scene.t.runJobs();
    expect(home.drawn()).toHaveLength(1);
    expect(await home.row()).toMatchObject({ generation: 5, observedGeneration: 5 });
  });

  test("shows changes that come close to each other once, by the job of the first", async () => {
    await home.open();
    await home.invites("first@acme.example");
    await home.invites("second@acme.example");
    const draws = scene.t.queue.waiting.filter(({ name }) => name === homeJobName);
    expect(draws).toEqual([{ ...home.draw(), delayMs: debounceMs }]);
    await scene.t.runJobs();
    const { generation, observedGeneration } = await home.row();
    expect(observedGeneration).toBe(generation);
    expect(readHome(home.drawn().at(-1))).toMatch(/second@acme\.example[\s\S]*first@acme\.example/);
  });

  test("whose job was lost is swept, however often it is outdated since", async () => {
    await home.open();
    await home.invites("lost@acme.example");
    scene.t.queue.waiting = [];
    scene.t.clock.advance(graceMs);
    await home.invites("since@acme.example");
    expect(await recover(scene.t.app, [homeOutbox])).toBe(0);
    scene.t.clock.advance(debounceMs + 1);
    expect(await recover(scene.t.app, [homeOutbox])).toBe(1);
  });

  test("that changed meanwhile is done again", async () => {
    await openHome(home.ctx);
    const { reached, open, pass } = gate();
    const chat = { ...scene.t.chat, showHome: () => pass() };
    const first = work({ ...scene.t.app, chat }, home.draw());
    await reached;
    await openHome(home.ctx);
    open();
    expect(await first).toBeInstanceOf(RescheduleJob);
    expect(await work(scene.t.app, home.draw())).toBe("done");
    expect(await home.row()).toMatchObject({ generation: 2, observedGeneration: 2 });
  });

  test("whose worker died is taken over when its claim has run out", async () => {
    await openHome(home.ctx);
    const { reached, pass } = gate();
    void work({ ...scene.t.app, chat: { ...scene.t.chat, showHome: () => pass() } }, home.draw());
    await reached;
    expect(await work(scene.t.app, home.draw())).toBeInstanceOf(RescheduleJob);
    scene.t.clock.advance(scene.t.app.leases.leaseMs);
    expect(await work(scene.t.app, home.draw())).toBe("done");
    expect(home.drawn()).toHaveLength(1);
  });

  test("waits as long as the chat asks", async () => {
    await openHome(home.ctx);
    scene.t.chat.failures.push({
      error: Object.assign(trouble(true, "ratelimited"), { retryAfterMs: 30_000 }),
    });
    const at = new Date(scene.t.clock.now().getTime() + 30_000);
    expect(await work(scene.t.app, home.draw())).toMatchObject({ at });
    expect(await home.row()).toMatchObject({
      observedGeneration: 0,
      leasedUntil: null,
      dueAt: new Date(at.getTime() + graceMs),
    });
    expect(await work(scene.t.app, home.draw())).toBe("done");
  });

  test("that the chat refuses for good waits for the next change", async () => {
    await openHome(home.ctx);
    scene.t.chat.failures.push({ error: trouble(false, "not_enabled") });
    expect(await work(scene.t.app, home.draw())).toBe("done");
    expect(home.drawn()).toHaveLength(0);
    await home.open();
    expect(home.drawn()).toHaveLength(1);
  });

  test("of somebody who was removed shows nothing", async () => {
    const actor = await makeActor(scene.t, { permissions: { users: "edit" } });
    await openHome({ ...home.ctx, actor });
    await scene.t.db.consoleUser.update({
      where: { id: actor.id },
      data: { removedAt: scene.t.clock.now() },
    });
    await scene.t.runJobs();
    expect(home.drawn(actor)).toEqual([]);
  });

  test("that an outage of the queue left behind is swept", async () => {
    scene.t.queue.down = true;
    await openHome(home.ctx);
    await home.invites("outage@acme.example");
    scene.t.queue.down = false;
    expect(await recoverLater(scene.t)).toBeGreaterThan(0);
    expect(await recoverAll(scene.t.app)).toBe(0);
    await scene.t.runJobs();
    expect(home.drawn()).toHaveLength(1);
  });
});

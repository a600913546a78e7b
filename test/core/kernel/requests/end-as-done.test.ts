import { beforeEach, expect, test } from "vitest";
import type { App } from "../../../../src/core/context.ts";
import type { Transaction } from "../../../../src/core/kernel/database.ts";
import { localFirstQueue } from "../../../../src/core/kernel/outbox/local-first-queue.ts";
import { invalidateCard } from "../../../../src/core/kernel/requests/invalidate-card.ts";
import { jobs } from "../../../../src/core/features.ts";
import { withWrites } from "../../../support/before-the-write.ts";
import { invite, inviteScene } from "../../../support/invite-scene.ts";
import { recoverAll } from "../../../support/recover-all.ts";
import { until } from "../../../support/until.ts";
import { take, work } from "./jobs-by-hand.ts";

// The worker that ends a request draws its card by a lease that it takes with the end.

const scene = inviteScene();
let requestId = "";
let count = 0;

beforeEach(async () => {
  scene.t.queue.waiting = [];
  await scene.t.db.home.deleteMany();
  ({ requestId } = await invite(scene, `end${(count += 1)}@acme.example`));
});

const card = () =>
  scene.t.db.chatMessage.findUniqueOrThrow({ where: { requestId_key: { requestId, key: "card" } } });
const run = (app: App) => work(app, take(scene, "requests")[0]);
const nothing = () => undefined;

/** A worker with room for so many drawings of its own. */
async function worker(concurrency: number, given: Partial<App> = {}) {
  const queue = localFirstQueue(scene.t.queue, scene.t.app.log);
  const app = { ...scene.t.app, ...given, queue };
  const working = await queue.work({
    jobs,
    concurrency,
    lockMs: 30_000,
    run: (job, payload) => job.run(app, payload),
    failed: nothing,
    troubled: nothing,
  });
  return { app, settled: () => working.close() };
}

test("its card is drawn at once, and no job is left", async () => {
  const { app, settled } = await worker(1);
  expect(await run(app)).toBe("done");
  await settled();
  expect(scene.t.queue.waiting).toEqual([]);
  expect(scene.t.chat.latest().title).toBe("Invitation mailed");
  const { generation, observedGeneration, lease, leasedUntil, tries } = await card();
  expect({ generation, observedGeneration, lease, leasedUntil, tries }).toEqual({
    generation: 2,
    observedGeneration: 2,
    lease: 1,
    leasedUntil: null,
    tries: 0,
  });
});

test("a worker that has no room leaves it to a job", async () => {
  const { app, settled } = await worker(0);
  expect(await run(app)).toBe("done");
  expect(await card()).toMatchObject({ lease: 0, leasedUntil: null, generation: 2 });
  expect(scene.t.queue.waiting).toMatchObject([{ name: "reconcile-message" }]);
  await settled();
  await scene.t.runJobs();
  expect(scene.t.chat.latest().title).toBe("Invitation mailed");
});

test("a card that another worker draws is left to it, and shows the end behind it", async () => {
  const leasedUntil = new Date(scene.t.clock.now().getTime() + 5_000);
  await scene.t.db.chatMessage.updateMany({ where: { requestId }, data: { lease: 1, leasedUntil } });
  const { app, settled } = await worker(1);
  expect(await run(app)).toBe("done");
  await settled();
  expect(await card()).toMatchObject({ lease: 1, leasedUntil, generation: 2, observedGeneration: 0 });
  expect(scene.t.chat.messages).toEqual([]);
  scene.t.clock.advance(5_000);
  await scene.t.runJobs();
  expect(scene.t.chat.messages).toHaveLength(1);
});

test("a worker that dies before it draws is followed by another, once its lease has run out", async () => {
  const queue = { ...scene.t.queue, room: () => ({ use: nothing, giveBack: nothing }) };
  expect(await run({ ...scene.t.app, queue })).toBe("done");
  await recoverAll(scene.t.app);
  await scene.t.runJobs();
  expect(scene.t.chat.messages).toEqual([]);
  scene.t.clock.advance(scene.t.app.leases.leaseMs + 1);
  await recoverAll(scene.t.app);
  await scene.t.runJobs();
  expect(scene.t.chat.messages).toHaveLength(1);
});

test("what changes while it is drawn is drawn again", async () => {
  let changed = false;
  const chat: App["chat"] = {
    ...scene.t.chat,
    async post(message) {
      if (!changed)
        await scene.t.db.$transaction((tx) =>
          invalidateCard(tx, { dispatch: nothing }, requestId, scene.t.clock.now()),
        );
      changed = true;
      return scene.t.chat.post(message);
    },
  };
  const { app, settled } = await worker(1, { chat });
  expect(await run(app)).toBe("done");
  await settled();
  await scene.t.runJobs();
  expect(scene.t.chat.messages[0]?.cards).toHaveLength(2);
  expect(await card()).toMatchObject({ generation: 3, observedGeneration: 3 });
});

test("a change of the card and of the Home at the same moment counts beside the end", async () => {
  await scene.t.db.home.create({ data: { consoleUserId: scene.ctx.actor.id, observedGeneration: 1 } });
  let held: Promise<void> | undefined;
  const change = async (tx: Transaction, begun: () => void) => {
    await invalidateCard(tx, { dispatch: nothing }, requestId, scene.t.clock.now());
    begun();
    await until(async () => {
      const [row] = await scene.t.db.$queryRaw<{ waits: boolean }[]>`
        SELECT EXISTS (SELECT FROM pg_stat_activity
          WHERE "datname" = current_database() AND "wait_event_type" = 'Lock') AS "waits"`;
      return row?.waits;
    });
  };
  const begin = () =>
    new Promise<void>((begun, failed) => {
      held = scene.t.db.$transaction((tx) => change(tx, begun));
      held.catch(failed);
    });
  let writes = 0;
  const { app, settled } = await worker(1);
  // The second is the end.
  const changing = withWrites(app, async () => {
    if ((writes += 1) === 2) await begin();
  });
  expect(await run(changing)).toBe("done");
  await held;
  await settled();
  expect(await card()).toMatchObject({ generation: 3, observedGeneration: 3, lease: 1 });
  const home = await scene.t.db.home.findUniqueOrThrow({ where: { consoleUserId: scene.ctx.actor.id } });
  expect(home.generation).toBe(3);
});

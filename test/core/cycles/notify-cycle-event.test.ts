import { createHmac } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { minutes } from "../../../src/core/kernel/time/clock.ts";
import { cycleEventTask } from "../../../src/core/cycles/record-cycle-event.ts";
import { dispatch } from "../../../src/core/kernel/outbox/transact.ts";
import { dueSoon } from "../../../src/core/kernel/outbox/outbox.ts";
import {
  notificationRetries,
  notificationSecretPurpose,
} from "../../../src/core/cycles/notify-cycle-event.ts";
import { seal } from "../../../src/core/kernel/secrets/seal.ts";
import { recoverAll, recoverLater } from "../../support/recover-all.ts";
import { makeUser } from "../../support/factories.ts";
import { inviteScene, trouble } from "../../support/invite-scene.ts";
import { makeTemplate } from "../../support/marketplace-factories.ts";

const scene = inviteScene();
const secret = "whsec_of_the_tests";
const url = "https://hooks.northwind.example/cyclr";
let eventId: string;

beforeEach(async () => {
  const { db, app, notifier, queue } = scene.t;
  notifier.told.length = 0;
  notifier.failures.length = 0;
  queue.waiting.length = 0;
  queue.delayed.length = 0;
  await db.cycleEvent.deleteMany();
  const notificationSecretSealed = seal(app.secretKeys, notificationSecretPurpose, secret);
  await db.partner.update({ where: { id: 1 }, data: { notificationSecretSealed } });
  const [template, user] = [await makeTemplate(db), await makeUser(db)];
  const { id: templateId, name } = template;
  const cycle = await db.cycle.create({ data: { accountId: scene.accountId, templateId, name } });
  const event = await db.cycleEvent.create({
    data: {
      accountId: scene.accountId,
      cycleId: cycle.id,
      cycleName: name,
      templateId,
      status: "installed",
      userId: user.id,
      actorName: user.username,
      completeParameter: "order-7",
      notifyUrl: url,
      ...dueSoon(scene.t.clock.now()),
      createdAt: scene.t.clock.now(),
    },
  });
  eventId = event.id;
});

const row = () =>
  scene.t.db.cycleEvent.findUniqueOrThrow({ where: { id: eventId }, include: { user: true } });
const task = () => dispatch(scene.t.app, [cycleEventTask(eventId)]);

test("tells the notification URL in the documented form, signed, once", async () => {
  await task();
  await task();
  await scene.t.runJobs();
  const [told, ...more] = scene.t.notifier.told;
  const event = await row();
  expect(more).toEqual([]);
  expect(told?.url).toBe(url);
  expect(JSON.parse(told?.body ?? "")).toEqual({
    Id: eventId,
    Status: "installed",
    OccurredAtUtc: scene.t.clock.now().toISOString(),
    AccountId: scene.accountId,
    AccountApiId: expect.any(String) as string,
    AccountName: "Acme Ltd",
    UserId: event.userId,
    Username: event.user?.username,
    CompleteParameter: "order-7",
    Installation: {
      CycleId: event.cycleId,
      CycleName: event.cycleName,
      TemplateId: event.templateId,
      TemplateName: event.cycleName,
    },
  });
  const [, timestamp, signature] =
    /^t=(\d+),v1=([0-9a-f]{64})$/.exec(told?.headers["Cyclr-Signature"] ?? "") ?? [];
  expect(timestamp).toBe(String(Math.floor(scene.t.clock.now().getTime() / 1000)));
  const right = createHmac("sha256", secret).update(`${timestamp}.${told?.body}`).digest("hex");
  expect(signature).toBe(right);
  expect(event.notifiedAt).toEqual(scene.t.clock.now());
});

test("tries again what may pass, with the same Id, later and later, and no more than so often", async () => {
  const waits: number[] = [];
  for (let tries = 0; tries <= notificationRetries; tries += 1)
    scene.t.notifier.failures.push(trouble(true, "503"));
  await task();
  await scene.t.runJobs();
  for (let tries = 1; tries <= notificationRetries; tries += 1) {
    const { notBefore, notifyAttempts, notifyTrouble } = await row();
    expect([notifyAttempts, notifyTrouble]).toEqual([tries, "Refused (503)."]);
    waits.push((notBefore?.getTime() ?? 0) - scene.t.clock.now().getTime());
    await task();
    await scene.t.runJobs();
    expect((await row()).notifyAttempts).toBe(tries);
    scene.t.clock.advance(waits.at(-1) ?? 0);
    await scene.t.runJobs();
  }
  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  expect(await row()).toMatchObject({ notifiedAt: null, givenUpAt: scene.t.clock.now() });
  expect(scene.t.notifier.told).toEqual([]);
});

test("waits as long as it is asked to", async () => {
  scene.t.notifier.failures.push(Object.assign(trouble(true, "429"), { retryAfterMs: minutes(30) }));
  await task();
  await scene.t.runJobs();
  expect((await row()).notBefore).toEqual(new Date(scene.t.clock.now().getTime() + minutes(30)));
  scene.t.clock.advance(minutes(30));
  await scene.t.runJobs();
  expect((await row()).notifyTrouble).toBeNull();
  expect(scene.t.notifier.told).toHaveLength(1);
});

test("stops at once at what never passes, and says why", async () => {
  scene.t.notifier.failures.push(trouble(false, "private-address"));
  await task();
  await scene.t.runJobs();
  expect(await row()).toMatchObject({ notifyTrouble: "Refused (private-address)." });
  expect((await row()).givenUpAt).not.toBeNull();
  scene.t.clock.advance(minutes(600));
  expect(await recoverAll(scene.t.app)).toBe(0);
});

test("is not sent unsigned: without a secret it waits for one", async () => {
  await scene.t.db.partner.update({ where: { id: 1 }, data: { notificationSecretSealed: null } });
  await task();
  await scene.t.runJobs();
  expect(scene.t.notifier.told).toEqual([]);
  expect((await row()).notifyTrouble).toContain("no notification secret");
});

test("is found by the sweep where the queue was down, or lost its job", async () => {
  scene.t.queue.down = true;
  await task();
  scene.t.queue.down = false;
  expect(await recoverLater(scene.t)).toBe(1);
  scene.t.queue.waiting.length = 0;
  expect(await recoverAll(scene.t.app)).toBe(0);
  expect(await recoverLater(scene.t)).toBe(1);
  await scene.t.runJobs();
  expect(scene.t.notifier.told).toHaveLength(1);
});

test("is told by one worker where two are at it", async () => {
  await Promise.all([task(), task()]);
  const waiting = scene.t.queue.waiting.splice(0);
  expect(waiting).toHaveLength(2);
  scene.t.queue.waiting.push(...waiting);
  await Promise.all([scene.t.runJobs(), scene.t.runJobs()]);
  scene.t.clock.advance(minutes(10));
  await scene.t.runJobs();
  expect(scene.t.notifier.told).toHaveLength(1);
});

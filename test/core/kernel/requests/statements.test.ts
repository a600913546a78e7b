import { afterEach, expect, test, vi } from "vitest";
import type { App } from "../../../../src/core/context.ts";
import { localFirstQueue } from "../../../../src/core/kernel/outbox/local-first-queue.ts";
import { jobs } from "../../../../src/core/features.ts";
import { invite, inviteScene } from "../../../support/invite-scene.ts";
import { said } from "../../../support/said.ts";
import { cardJob, take, work } from "./jobs-by-hand.ts";

const scene = inviteScene();
afterEach(() => vi.restoreAllMocks());

const submitted = [
  ["SELECT Account"],
  ["INSERT Request, UPDATE Home, INSERT ChatMessage, INSERT AuditEvent"],
];
const applied = [
  ["UPDATE Request"],
  ["UPDATE Request, INSERT SecretLink, INSERT Invitation, INSERT AuditEvent"],
];
const ended =
  "UPDATE Request, UPDATE SecretLink, UPDATE ChatMessage, UPDATE Home, INSERT ChatRateLimit, INSERT AuditEvent";

/** A worker with room for what its own jobs leave to be drawn. */
async function worker(): Promise<{ app: App; close: () => Promise<void> }> {
  const queue = localFirstQueue(scene.t.queue, scene.t.app.log);
  const app = { ...scene.t.app, queue };
  const nothing = () => undefined;
  const working = await queue.work({
    jobs,
    concurrency: 5,
    lockMs: 30_000,
    run: (job, payload) => job.run(app, payload),
    failed: nothing,
    troubled: nothing,
  });
  return { app, close: () => working.close() };
}

// Each is a way to the server and back, and most of the time that a command takes: see measurements/bench/profile.md.
test("an invitation says to the database what it has to, and no more", async () => {
  const warm = await worker();
  await invite(scene, "warm@acme.example");
  await scene.t.queue.run(warm.app);
  await warm.close();

  expect(await said(() => invite(scene, "counted@acme.example"))).toEqual(submitted);
  const [run] = take(scene, "requests");
  const { app, close } = await worker();
  const trips = await said(async () => {
    expect(await work(app, run)).toBe("done");
    await close();
  });
  // The last records that its card stands, which the worker that ended it has posted at once.
  expect(trips).toEqual([...applied, [ended], ["UPDATE ChatMessage"]]);
  expect(scene.t.chat.messages).toHaveLength(2);
  expect(scene.t.queue.waiting).toEqual([]);
});

test("a worker without room leaves the card to a job of its own", async () => {
  const { requestId } = await invite(scene, "alone@acme.example");
  const [run] = take(scene, "requests");
  expect(await said(() => work(scene.t.app, run))).toEqual([...applied, [ended]]);
  const card = await cardJob(scene, requestId);
  expect(await said(() => work(scene.t.app, card))).toEqual([
    ["UPDATE ChatMessage"],
    ["SELECT Request"],
    ["SELECT Invitation"],
    ["INSERT ChatRateLimit"],
    ["UPDATE ChatMessage"],
  ]);
});

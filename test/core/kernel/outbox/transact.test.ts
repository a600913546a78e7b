import { expect, test } from "vitest";
import { transact, transactAndReport } from "../../../../src/core/kernel/outbox/transact.ts";
import type { Task } from "../../../../src/core/kernel/outbox/queue.ts";
import { inviteScene } from "../../../support/invite-scene.ts";

const scene = inviteScene();
const task: Task = {
  lane: "requests",
  name: "invite-user",
  payload: { requestId: "01980c3e-0000-7000-8000-000000000000" },
};

test("what a transaction dispatches reaches the queue after its commit, and not before", async () => {
  scene.t.queue.waiting = [];
  await transact(scene.t.app, async (tx, after) => {
    after.dispatch(task);
    await tx.account.count();
    expect(scene.t.queue.waiting).toEqual([]);
  });
  expect(scene.t.queue.waiting).toEqual([task]);
});

test("a transaction that is rolled back dispatches nothing", async () => {
  scene.t.queue.waiting = [];
  const failing = transact(scene.t.app, async (_tx, after) => {
    after.dispatch(task);
    throw new Error("rolled back");
  });
  await expect(failing).rejects.toThrow("rolled back");
  expect(scene.t.queue.waiting).toEqual([]);
});

test("with the queue down what was written stays written, and whoever asks is told", async () => {
  scene.t.queue.down = true;
  const write = transactAndReport(scene.t.app, async (tx, after) => {
    after.dispatch(task);
    return tx.account.update({ where: { id: scene.accountId }, data: { name: "Written" } });
  });
  expect(await write).toMatchObject({ result: { name: "Written" }, dispatched: false });
});

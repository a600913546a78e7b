import { describe, expect, test } from "vitest";
import { hours } from "../../../../src/core/kernel/time/clock.ts";
import { approveRequest } from "../../../../src/core/kernel/requests/decide-request.ts";
import { retryRequest } from "../../../../src/core/kernel/requests/retry-request.ts";
import { approvalScene, askGrant, grants, makeSensitive, rowOf } from "./approval-scene.ts";
import { take, work } from "./jobs-by-hand.ts";

const scene = approvalScene();

describe("a vote", () => {
  test("counts as long as a request may wait, and no longer; whoever gave it may give it again", async () => {
    const id = await askGrant(scene);
    await approveRequest(scene.as(scene.mia), id);
    const [run] = take(scene, "requests");
    scene.t.clock.advance(hours(25));
    await work(scene.t.app, run);
    expect(await rowOf(scene, id)).toMatchObject({ status: "awaitingApproval", approvalsNeeded: 1 });
    expect(await grants(scene)).toBe(0);
    await approveRequest(scene.as(scene.mia), id);
    await scene.t.runJobs();
    expect(await grants(scene)).toBe(1);
  });

  test("is not taken for what cannot be done any more, and says why", async () => {
    const id = await askGrant(scene);
    await scene.t.db.membership.deleteMany({ where: { userId: scene.userId } });
    await expect(approveRequest(scene.as(scene.mia), id)).rejects.toThrow(
      /cannot be done any more as it was asked for: .*hanna.* deny it/s,
    );
    expect(await rowOf(scene, id)).toMatchObject({ status: "awaitingApproval", votes: [] });
  });
});

describe("a retry", () => {
  /** A grant that was approved and failed before anything was done. */
  async function failedGrant(): Promise<string> {
    const id = await askGrant(scene);
    await approveRequest(scene.as(scene.mia), id);
    const [run] = take(scene, "requests");
    await scene.t.db.membership.deleteMany({ where: { userId: scene.userId } });
    await work(scene.t.app, run);
    expect(await rowOf(scene, id)).toMatchObject({ status: "failed", appliedAt: null });
    await scene.t.db.membership.create({ data: { userId: scene.userId, accountId: scene.accountId } });
    return id;
  }

  test("of what needs more by now waits for that, and says so", async () => {
    const id = await failedGrant();
    await makeSensitive(scene);
    expect(await retryRequest(scene.as(scene.ed), id)).toMatchObject({ awaitsApproval: true });
    expect(await rowOf(scene, id)).toMatchObject({ status: "awaitingApproval", approvalsNeeded: 2 });
    await approveRequest(scene.as(scene.max), id);
    await scene.t.runJobs();
    expect(await grants(scene)).toBe(1);
  });

  test("after the time that a request may wait needs a fresh approval", async () => {
    const id = await failedGrant();
    scene.t.clock.advance(hours(25));
    expect(await retryRequest(scene.as(scene.ed), id)).toMatchObject({ awaitsApproval: true });
    await scene.t.runJobs();
    expect(await grants(scene)).toBe(0);
  });

  test("that cannot help is refused with the reason", async () => {
    const id = await failedGrant();
    await scene.t.db.membership.deleteMany({ where: { userId: scene.userId } });
    await expect(retryRequest(scene.as(scene.ed), id)).rejects.toThrow(/A retry cannot help: .*hanna/s);
    expect(await rowOf(scene, id)).toMatchObject({ status: "failed" });
  });
});

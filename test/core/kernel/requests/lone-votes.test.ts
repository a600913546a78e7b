import { beforeEach, describe, expect, test } from "vitest";
import { approveRequest } from "../../../../src/core/kernel/requests/decide-request.ts";
import { approveAlone } from "../../../../src/core/kernel/requests/going-alone.ts";
import { retryRequest } from "../../../../src/core/kernel/requests/retry-request.ts";
import { beforeTheWrite } from "../../../support/before-the-write.ts";
import { approvalScene, askGrant, grants, lower, makeSensitive, rowOf } from "./approval-scene.ts";
import { take, work } from "./jobs-by-hand.ts";

const scene = approvalScene();
const alone = (id: string) => approveAlone(scene.as(scene.olivia), id, { typed: "I am the only one" });
const raise = () =>
  scene.t.db.consoleUser.update({
    where: { id: scene.mia.id },
    data: { permissions: { users: "manage" } },
  });
let id: string;

beforeEach(async () => {
  for (const one of [scene.mia, scene.max]) await lower(scene, one);
  id = await askGrant(scene, scene.olivia);
  await alone(id);
});

/** Runs what was approved alone, with the change before the job or within it. */
async function run(stage: string, change: () => Promise<unknown>): Promise<void> {
  const [job] = take(scene, "requests");
  if (stage === "before the job") await change();
  await work(stage === "in the job" ? beforeTheWrite(scene.t.app, change) : scene.t.app, job);
}

describe.each(["before the job", "in the job"])("what somebody went on with alone", (stage) => {
  test(`is asked of them anew where it needs more ${stage}`, async () => {
    await run(stage, () => makeSensitive(scene));
    expect(await rowOf(scene, id)).toMatchObject({
      status: "awaitingApproval",
      votes: [],
      approvalsNeeded: 2,
    });
    expect(await grants(scene)).toBe(0);
    await alone(id);
    await scene.t.runJobs();
    expect([(await rowOf(scene, id)).status, await grants(scene)]).toEqual(["done", 1]);
  });

  test(`waits for whoever can approve it ${stage}`, async () => {
    await run(stage, raise);
    const row = await rowOf(scene, id);
    expect(row).toMatchObject({ status: "awaitingApproval", votes: [] });
    expect(row.trouble).toContain("The requester can no longer go on alone: Mia can.");
    expect(await grants(scene)).toBe(0);
    await expect(alone(id)).rejects.toMatchObject({ code: "forbidden" });
    await approveRequest(scene.as({ ...scene.mia, permissions: { users: "manage" } }), id);
    await scene.t.runJobs();
    expect([(await rowOf(scene, id)).status, await grants(scene)]).toEqual(["done", 1]);
  });
});

describe("a retry of what somebody went on with alone", () => {
  const fail = () =>
    scene.t.db.request.update({ where: { id }, data: { status: "failed", finishedAt: scene.t.clock.now() } });

  test("waits for approval where it needs more by now, and the old vote is gone", async () => {
    await fail();
    await makeSensitive(scene);
    const { awaitsApproval } = await retryRequest(scene.as(scene.olivia), id);
    expect([awaitsApproval, (await rowOf(scene, id)).votes]).toEqual([true, []]);
  });

  test("waits for whoever can approve it by now", async () => {
    take(scene, "requests");
    await fail();
    await raise();
    await retryRequest(scene.as(scene.olivia), id);
    await scene.t.runJobs();
    expect(await rowOf(scene, id)).toMatchObject({ status: "awaitingApproval", votes: [] });
    expect(await grants(scene)).toBe(0);
  });
});

import { expect, test } from "vitest";
import { transact } from "../../../../src/core/kernel/outbox/transact.ts";
import { moveRequests } from "../../../../src/core/kernel/requests/transitions.ts";
import { invite, inviteScene } from "../../../support/invite-scene.ts";
import { failedScene } from "./failed-scene.ts";

const scene = inviteScene();
const { row, settle } = failedScene(scene);

test("no caller moves a Request from a state that its transition does not begin with", async () => {
  const { requestId: id } = await invite(scene, "stays@acme.example");
  await settle();
  const move = (where: Parameters<typeof moveRequests>[4]["where"]) =>
    transact(scene.ctx, (tx, after) =>
      moveRequests(tx, after, scene.ctx, "cancel", { where, now: scene.t.clock.now() }),
    );
  for (const where of [
    { id, status: "done" as const },
    { id, status: { in: ["awaitingApproval" as const, "done" as const] } },
    { id, AND: [] },
    { OR: [{ id }] },
  ])
    expect(await move(where)).toEqual([]);
  expect((await row(id)).status).toBe("done");
});

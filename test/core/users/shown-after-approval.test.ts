import { beforeEach, describe, expect, test } from "vitest";
import { addConsoleUser } from "../../../src/core/console-users/add-console-user.ts";
import type { ConsoleUserActor } from "../../../src/core/context.ts";
import { confirmRequest } from "../../../src/core/kernel/requests/confirm-request.ts";
import { approveRequest } from "../../../src/core/kernel/requests/decide-request.ts";
import { approveAlone } from "../../../src/core/kernel/requests/going-alone.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { resetPasswordRequest } from "../../../src/core/users/reset-password.ts";
import { showTemporaryPassword } from "../../../src/core/users/show-temporary-password.ts";
import { approvalScene, lower, rowOf } from "../kernel/requests/approval-scene.ts";

const scene = approvalScene();
const operator = { kind: "operator", name: "root", surface: "command-line" } as const;
const show = (by: ConsoleUserActor, id: string) => showTemporaryPassword(scene.as(by), id);

/** hanna is Administrator of Acme Ltd, so that her temporary password has to be approved. */
beforeEach(async () => {
  const { id } = await scene.t.db.membership.findFirstOrThrow({ where: { userId: scene.userId } });
  await scene.t.db.administratorGrant.create({ data: { membershipId: id, startsAt: new Date(0) } });
});

async function asks(by: ConsoleUserActor): Promise<string> {
  const input = { userId: scene.userId, password: "temporary" } as const;
  const { requestId, needsConfirmation: asked } = await submitRequest(
    scene.as(by),
    resetPasswordRequest,
    input,
    {
      channelId: "C1",
      chatUserId: by.chatUserId ?? "",
      idempotencyKey: `reset ${by.name}`,
    },
  );
  if (asked) await confirmRequest(scene.as(by), requestId);
  return requestId;
}

const isDone = async (id: string) => {
  await scene.t.runJobs();
  expect((await rowOf(scene, id)).status).toBe("done");
};

describe("a temporary password is not shown, though it was approved once,", () => {
  test("where its requester went on alone, and somebody is there by now who can approve it", async () => {
    for (const one of [scene.mia, scene.max]) await lower(scene, one);
    const id = await asks(scene.olivia);
    await approveAlone(scene.as(scene.olivia), id, { typed: "I am the only one" });
    await isDone(id);
    const data = { permissions: { users: "manage" } };
    await scene.t.db.consoleUser.update({ where: { id: scene.mia.id }, data });
    await expect(show(scene.olivia, id)).rejects.toThrow("Showing this password now needs approval");
    await lower(scene, scene.mia);
    expect((await show(scene.olivia, id)).username).toBe("hanna");
  });

  test("by the vote of somebody who was removed since, and is back", async () => {
    const id = await asks(scene.ed);
    await approveRequest(scene.as(scene.mia), id);
    await isDone(id);
    const { id: miaId } = scene.mia;
    await scene.t.db.consoleUser.update({ where: { id: miaId }, data: { removedAt: scene.t.clock.now() } });
    await addConsoleUser(
      { ...scene.t.app, actor: operator },
      { email: "mia@partner.example", permissions: { users: "manage" } },
    );
    await expect(show(scene.ed, id)).rejects.toThrow("Showing this password now needs approval");
  });
});

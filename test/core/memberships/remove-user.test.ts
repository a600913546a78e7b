import { expect, test } from "vitest";
import { removeUserRequest } from "../../../src/core/memberships/remove-user.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { makeAccount, makeUser } from "../../support/factories.ts";
import { inviteScene, place } from "../../support/invite-scene.ts";
import { ask, beforeItsEnd, join, levelsOf, manager, requestOf } from "../users/user-scene.ts";

const scene = inviteScene();

test("takes one Account and leaves the User with every other", async () => {
  const user = await makeUser(scene.t.db);
  const other = await makeAccount(scene.t.db);
  await join(scene, user.id, scene.accountId, "Administrator");
  await join(scene, user.id, other.id, "Administrator");
  const submitted = await ask(
    scene,
    removeUserRequest,
    { userId: user.id, accountId: scene.accountId },
    await manager(scene),
  );
  expect(submitted.needsConfirmation).toBe(true);
  expect(submitted.plan.effects.join(" ")).toContain("The User stays, with 1 other Account.");
  expect(submitted.plan.warnings).toEqual([expect.stringContaining("left without an Administrator")]);
  expect(await levelsOf(scene, user.id)).toEqual({ [other.apiId]: "Administrator" });
  expect(await requestOf(scene, submitted)).toMatchObject({ status: "done", outcome: "removed-last" });
  expect(scene.t.chat.latest().title).toBe("User removed from the Account");
});

test("run twice removes nothing more", async () => {
  const user = await makeUser(scene.t.db);
  const ctx = await manager(scene);
  const input = { userId: user.id, accountId: scene.accountId };
  await join(scene, user.id, scene.accountId);
  const { requestId } = await ask(scene, removeUserRequest, input, ctx);
  const include = { requester: true, apiClient: true, account: true } as const;
  const row = await scene.t.db.request.update({ where: { id: requestId }, data: beforeItsEnd, include });
  expect(await removeUserRequest.run(ctx, { ...row, appliedAt: null }, input)).toBe("already");
});

test("refuses somebody who is no member, and without users: manage", async () => {
  const input = { userId: (await makeUser(scene.t.db)).id, accountId: scene.accountId };
  const asked = submitRequest(await manager(scene), removeUserRequest, input, place());
  await expect(asked).rejects.toMatchObject({ code: "not-found", message: /not a member of Acme Ltd/ });
  const refused = submitRequest(scene.ctx, removeUserRequest, input, place());
  await expect(refused).rejects.toMatchObject({ code: "forbidden" });
});

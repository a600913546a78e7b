import { beforeEach, describe, expect, test } from "vitest";
import { addAccountsRequest } from "../../../src/core/memberships/add-accounts.ts";
import { accountUsers } from "../../../src/core/memberships/list-account-users.ts";
import { removeUserRequest } from "../../../src/core/memberships/remove-user.ts";
import { setAdministratorsRequest } from "../../../src/core/memberships/set-administrators.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { createUserRequest } from "../../../src/core/users/create-user.ts";
import { createUserInput } from "../../../src/core/users/reset-password.ts";
import { deleteUserRequest } from "../../../src/core/users/delete-user.ts";
import type { Account, User } from "../../../src/core/generated/prisma/client.ts";
import { makeAccount, makeUser } from "../../support/factories.ts";
import { inviteScene, place } from "../../support/invite-scene.ts";
import { ask, join, levelsOf, manager } from "../users/user-scene.ts";

const scene = inviteScene();
let user: User;
let pair: { parent: Account; sub: Account };
beforeEach(async () => {
  const parent = await makeAccount(scene.t.db);
  pair = { parent, sub: await makeAccount(scene.t.db, { parentId: parent.id }) };
  user = await makeUser(scene.t.db);
});

describe.each([
  ["parent", "sub"],
  ["sub", "parent"],
] as const)("on the %s, and nothing on the %s:", (here, there) => {
  const accountId = () => pair[here].id;

  test("create-user gives Access", async () => {
    const names = { firstName: "", lastName: "", email: null, password: "temporary" };
    const username = `made.${accountId()}`;
    await ask(
      scene,
      createUserRequest,
      createUserInput.parse({ ...names, username, accountIds: [accountId()] }),
    );
    const { id } = await scene.t.db.user.findUniqueOrThrow({ where: { usernameKey: username } });
    expect(await levelsOf(scene, id)).toEqual({ [pair[here].apiId]: "Access" });
  });

  test("add-accounts gives Administrator, though the other has Access already", async () => {
    await join(scene, user.id, pair[there].id);
    await ask(scene, addAccountsRequest, { userId: user.id, accountIds: [], administratorOf: [accountId()] });
    expect(await levelsOf(scene, user.id)).toEqual({
      [pair[here].apiId]: "Administrator",
      [pair[there].apiId]: "Access",
    });
  });

  test("admins grants and revokes, and takes nobody of the other for a member", async () => {
    await join(scene, user.id, accountId());
    await join(scene, user.id, pair[there].id, "Administrator");
    await ask(scene, setAdministratorsRequest, { accountId: accountId(), grant: [user.id], revoke: [] });
    expect(Object.values(await levelsOf(scene, user.id))).toEqual(["Administrator", "Administrator"]);
    const back = await ask(scene, setAdministratorsRequest, {
      accountId: accountId(),
      grant: [],
      revoke: [user.id],
    });
    expect(back.plan.warnings).toEqual([expect.stringContaining("left without an Administrator")]);
    expect(await levelsOf(scene, user.id)).toMatchObject({ [pair[there].apiId]: "Administrator" });
    const other = await makeUser(scene.t.db);
    await join(scene, other.id, pair[there].id);
    const input = { accountId: accountId(), grant: [other.id], revoke: [] };
    const refused = submitRequest(scene.ctx, setAdministratorsRequest, input, place());
    await expect(refused).rejects.toMatchObject({ code: "conflict" });
  });

  test("remove-user takes one, and refuses who is a member of the other alone", async () => {
    await join(scene, user.id, accountId(), "Administrator");
    await join(scene, user.id, pair[there].id, "Administrator");
    const ctx = await manager(scene);
    const input = { userId: user.id, accountId: accountId() };
    const submitted = await ask(scene, removeUserRequest, input, ctx);
    expect(submitted.plan.warnings).toEqual([expect.stringContaining("left without an Administrator")]);
    expect(await levelsOf(scene, user.id)).toEqual({ [pair[there].apiId]: "Administrator" });
    const again = submitRequest(ctx, removeUserRequest, input, place());
    await expect(again).rejects.toMatchObject({ code: "not-found" });
  });

  test("users lists its own alone; delete-user warns for each by itself", async () => {
    await join(scene, user.id, accountId(), "Administrator");
    const other = await makeUser(scene.t.db);
    await join(scene, other.id, pair[there].id, "Administrator");
    const listed = await accountUsers(scene.t.app, { accountId: accountId(), take: 10 });
    expect(listed.map((row) => row.user.id)).toEqual([user.id]);
    const plan = await deleteUserRequest.plan(await manager(scene), { userId: user.id });
    expect(plan.warnings[0]).toBe(`Left without an Administrator: ${pair[here].name} (${pair[here].apiId}).`);
  });
});

import { expect, test } from "vitest";
import { addAccountsInput, addAccountsRequest } from "../../../src/core/memberships/add-accounts.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { makeAccount, makeUser } from "../../support/factories.ts";
import { inviteScene, place } from "../../support/invite-scene.ts";
import { ask, beforeItsEnd, join, levelsOf, manager, requestOf } from "../users/user-scene.ts";

const scene = inviteScene();

async function accounts(count: number): Promise<string[]> {
  const made = await Promise.all(Array.from({ length: count }, () => makeAccount(scene.t.db)));
  return made.map(({ id }) => id);
}

test("gives several Accounts at once, each at its level", async () => {
  const user = await makeUser(scene.t.db);
  const [one = "", two = "", three = ""] = await accounts(3);
  await ask(scene, addAccountsRequest, { userId: user.id, accountIds: [one, two], administratorOf: [three] });
  expect(Object.values(await levelsOf(scene, user.id)).toSorted()).toEqual([
    "Access",
    "Access",
    "Administrator",
  ]);
  expect(scene.t.chat.latest().title).toBe("Accounts added");
});

test("refuses an Account that the User has, at its field, with the level there, and gives none", async () => {
  const user = await makeUser(scene.t.db);
  const [one = ""] = await accounts(1);
  await join(scene, user.id, scene.accountId, "Administrator");
  const input = { userId: user.id, accountIds: [one], administratorOf: [scene.accountId] };
  const refused = submitRequest(scene.ctx, addAccountsRequest, input, place());
  await expect(refused).rejects.toMatchObject({
    code: "conflict",
    field: "administratorOf",
    message: expect.stringMatching(/Acme Ltd .* with the level Administrator/) as string,
  });
  expect(Object.keys(await levelsOf(scene, user.id))).toHaveLength(1);
});

test("skips what somebody else gave before the job ran, and leaves its level", async () => {
  const user = await makeUser(scene.t.db);
  const [one = "", two = ""] = await accounts(2);
  const input = { userId: user.id, accountIds: [], administratorOf: [one, two] };
  const submitted = await submitRequest(scene.ctx, addAccountsRequest, input, place());
  await join(scene, user.id, one, "Access");
  await scene.t.runJobs();
  expect(Object.values(await levelsOf(scene, user.id)).toSorted()).toEqual(["Access", "Administrator"]);
  expect(await requestOf(scene, submitted)).toMatchObject({ status: "done", outcome: "added-some" });
});

test("run twice gives nothing more", async () => {
  const user = await makeUser(scene.t.db);
  const input = { userId: user.id, accountIds: [], administratorOf: [scene.accountId] };
  const { requestId } = await ask(scene, addAccountsRequest, input);
  const include = { requester: true, apiClient: true, account: true } as const;
  const row = await scene.t.db.request.update({ where: { id: requestId }, data: beforeItsEnd, include });
  expect(await addAccountsRequest.run(scene.ctx, row, input)).toBe("added");
  expect(await addAccountsRequest.run(scene.ctx, { ...row, appliedAt: null }, input)).toBe("already");
  expect(await scene.t.db.administratorGrant.count({ where: { membership: { userId: user.id } } })).toBe(1);
});

test.each([
  ["no Account", [], [], "accountIds"],
  ["one Account at two levels", [0], [0], "administratorOf"],
])("takes %s for a mistake, at its field", async (_, plain, raised, field) => {
  const ids = await accounts(1);
  const pick = (list: number[]) => list.map((index) => ids[index]);
  const userId = (await makeUser(scene.t.db)).id;
  const read = addAccountsInput.safeParse({ userId, accountIds: pick(plain), administratorOf: pick(raised) });
  expect(read.error?.issues[0]?.path).toEqual([field]);
});

test("needs users: edit", async () => {
  const input = {
    userId: (await makeUser(scene.t.db)).id,
    accountIds: [scene.accountId],
    administratorOf: [],
  };
  const refused = submitRequest(await manager(scene, "view"), addAccountsRequest, input, place());
  await expect(refused).rejects.toMatchObject({ code: "forbidden" });
});

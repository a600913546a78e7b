import { expect, test } from "vitest";
import { inviteMany, type InviteMany } from "../../../src/core/invitations/invite-many.ts";
import { makeAccount } from "../../support/factories.ts";
import { inviteScene, place } from "../../support/invite-scene.ts";

const scene = inviteScene();
const ask = (addresses: string, more: Partial<InviteMany> = {}) =>
  inviteMany(scene.ctx, { accountId: scene.accountId, asAdministrator: false, addresses, ...more }, place());
const both = "Which level do you mean? The list has this both as Administrator and as Access: ";

test.each([
  ["in two rows", "q1@bulk.example,,admin\nQ1@BULK.example,,access"],
  ["by the form's level and by a row", "email,level\nq1@bulk.example,\nq1@bulk.example,admin"],
  ["by both ways to write its domain", "q1@münchen.example,admin\nq1@xn--mnchen-3ya.example,access"],
])("one address at two levels is a question: %s", async (_, list) => {
  const before = await scene.t.db.request.count();
  await expect(ask(list)).rejects.toMatchObject({
    code: "invalid",
    field: "addresses",
    message: expect.stringContaining(`${both}q1@`) as string,
  });
  expect(await scene.t.db.request.count()).toBe(before);
});

test("so it is where one row names the Account by its API ID and another by its name", async () => {
  const { name } = await makeAccount(scene.t.db, { apiId: "q-two", name: "Question Ltd" });
  await expect(ask("q2@bulk.example,q-two,admin\nq2@bulk.example,question ltd,access")).rejects.toThrow(
    `${both}q2@bulk.example for ${name} (q-two). Keep one row for each. Nothing was sent.`,
  );
});

test("so it is where a sub-account is named that the tick would reach as well, and not without the tick", async () => {
  await makeAccount(scene.t.db, { apiId: "q-sub", parentId: scene.accountId });
  const list = "email,account,level\nq3@bulk.example,,access\nq3@bulk.example,q-sub,admin";
  await expect(ask(list, { withSubAccounts: true })).rejects.toMatchObject({ code: "invalid" });
  await expect(ask(list)).resolves.toBeDefined();
});

test("one address twice at one level is none", async () => {
  await expect(ask("q4@bulk.example,,admin\nq4@bulk.example,,admin")).resolves.toBeDefined();
});

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { identifyCaller } from "../../../src/core/console-users/identify-caller.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { addPerson, makeConsoleUser } from "../../support/factories.ts";
import { workspace } from "../../support/recorded-chat.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
const events = auditOfTest(() => t.db);
beforeEach(async () => {
  await t.db.consoleUser.deleteMany();
  await makeConsoleUser(t.db, { email: "ed@partner.example", firstName: "Ed" });
  addPerson(t.chat, "U1", "Ed@partner.example");
});
afterAll(() => t.close());

const identify = () => identifyCaller(t.app, { chatUserId: "U1", workspaceId: workspace });
const ed = () => t.db.consoleUser.findUniqueOrThrow({ where: { emailKey: "ed@partner.example" } });
const actions = async () => (await events()).map(({ action }) => action);

test("the link keeps the e-mail that it was made by", async () => {
  await identify();
  expect((await ed()).chatEmailKey).toBe("ed@partner.example");
});

test("a link that is made keeps nothing of an earlier one, nor of the wait for it", async () => {
  const { id } = await ed();
  const earlier = { chatExcluded: "guest", calledAt: new Date() };
  await t.db.consoleUser.update({ where: { id }, data: earlier });
  await identify();
  expect(await ed()).toMatchObject({ chatUserId: "U1", chatExcluded: null, calledAt: null });
});

test("where it was not kept yet it is at the next use, and nothing else changes", async () => {
  const { id } = await identify();
  await t.db.consoleUser.update({ where: { id }, data: { chatEmailKey: null } });
  addPerson(t.chat, "U1", "edward@partner.example");
  await identify();
  expect(await ed()).toMatchObject({ chatUserId: "U1", chatEmailKey: "edward@partner.example" });
  expect(await actions()).toEqual(["slack-identity-linked"]);
});

test("another confirmed e-mail drops the link, is audited, and the caller is told what to do", async () => {
  await identify();
  addPerson(t.chat, "U1", "other@else.example");
  await expect(identify()).rejects.toMatchObject({
    code: "forbidden",
    message: expect.stringMatching(/Your e-mail in Slack has changed.*To link them again/) as string,
  });
  expect(await ed()).toMatchObject({
    chatUserId: null,
    chatTeamId: null,
    chatLinkedAt: null,
    chatEmailKey: null,
  });
  expect(await actions()).toEqual(["slack-identity-linked", "slack-identity-dropped", "refused"]);
  await expect(identify()).rejects.toThrow("You are not a Console User here.");
});

test("five uses at the moment of the change drop it once", async () => {
  await identify();
  addPerson(t.chat, "U1", "other@else.example");
  const all = await Promise.allSettled([identify(), identify(), identify(), identify(), identify()]);
  expect(all.every(({ status }) => status === "rejected")).toBe(true);
  expect(await events("slack-identity-dropped")).toHaveLength(1);
});

test("back at the old address they are linked again", async () => {
  const { id } = await identify();
  addPerson(t.chat, "U1", "other@else.example");
  await expect(identify()).rejects.toThrow();
  addPerson(t.chat, "U1", "ed@partner.example");
  expect((await identify()).id).toBe(id);
});

test("an e-mail that is another Console User's links to that one at once", async () => {
  const other = await makeConsoleUser(t.db, { email: "other@else.example" });
  await identify();
  addPerson(t.chat, "U1", "other@else.example");
  expect((await identify()).id).toBe(other.id);
  expect((await ed()).chatUserId).toBeNull();
  expect(await actions()).toEqual([
    "slack-identity-linked",
    "slack-identity-dropped",
    "slack-identity-linked",
  ]);
});

test("an e-mail that is the same Console User's own links again at once", async () => {
  const { id } = await identify();
  const changed = { email: "edward@partner.example", emailKey: "edward@partner.example" };
  await t.db.consoleUser.update({ where: { id }, data: changed });
  addPerson(t.chat, "U1", "Edward@partner.example");
  t.clock.advance(1000);
  expect((await identify()).id).toBe(id);
  expect(await t.db.consoleUser.findUnique({ where: { id } })).toMatchObject({
    chatUserId: "U1",
    chatEmailKey: "edward@partner.example",
    chatLinkedAt: t.clock.now(),
  });
  expect(await actions()).toEqual(["slack-identity-linked", "slack-identity-linked"]);
});

test.each<[string | undefined, boolean]>([
  ["other@else.example", false],
  [undefined, true],
])("an e-mail %s that is not confirmed (%s) changes nothing", async (email, emailConfirmed) => {
  const { id } = await identify();
  addPerson(t.chat, "U1", email, { emailConfirmed });
  expect((await identify()).id).toBe(id);
  expect(await actions()).toEqual(["slack-identity-linked"]);
});

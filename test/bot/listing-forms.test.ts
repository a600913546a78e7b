import { beforeAll, beforeEach, expect, test } from "vitest";
import { commands } from "../../src/bot/features.ts";
import { resendAction } from "../../src/bot/invitations/invitation-list.ts";
import { nextPageAction } from "../../src/bot/slack/listing.ts";
import { systemActor } from "../../src/core/kernel/audit/system-actor.ts";
import { openFormAction } from "../../src/core/home/openings.ts";
import { readBlocks, readView } from "../../src/sandbox/slack/read-message.ts";
import type { Chosen } from "../../src/sandbox/slack/person/choose-value.ts";
import { botScene, ed } from "../support/bot-scene.ts";
import { addPerson, makeAccount, makeInvitation } from "../support/factories.ts";

const scene = botScene(commands);

beforeAll(async () => {
  await scene.t.db.consoleUser.updateMany({ data: { fullAccess: true } });
  // The audit grows in the order of time, so these come first.
  const days = [
    "2026-01-31T23:59:59Z",
    "2026-02-01T00:00:00Z",
    "2026-02-28T23:59:59Z",
    "2026-03-01T00:00:00Z",
  ];
  for (const [index, at] of days.entries()) await recordAt(new Date(at), `entry ${index}`);
  for (let count = 10; count < 35; count += 1) await makeAccount(scene.t.db, { name: `Firm ${count}` });
});
beforeEach(() => addPerson(scene.t.chat, ed, "ed@partner.example"));

function recordAt(at: Date, subjectName: string) {
  const { kind: actorKind, name: actorName, surface } = systemActor;
  const entry = { actorKind, actorName, surface, action: "tested", subjectKind: "test", subjectName, at };
  return scene.t.db.auditEvent.create({ data: entry });
}

const latest = () => scene.slack.ephemerals(ed).at(-1);
/** Sends a command and presses the button under its answer that opens the form. */
async function openFrom(text: string, form: string, reads: RegExp) {
  const before = scene.slack.ephemerals(ed).length;
  await scene.types(text);
  const answer = await scene.slack.waitFor(() => scene.slack.ephemerals(ed)[before], {
    what: `an answer to ${text}`,
  });
  await scene.slack.click({
    userId: ed,
    channelId: scene.channelId,
    ts: answer.ts,
    actionId: openFormAction(form),
  });
  return scene.seesModal(reads);
}
const send = async (viewId: string, values: Record<string, Chosen>) => {
  const { view, errors } = await scene.slack.submitView({ userId: ed, viewId, values });
  return { text: view ? readView(view) : "", errors };
};
const press = (viewId: string, actionId: string) => scene.slack.clickInView({ userId: ed, viewId, actionId });

test("a search stays open with what was found under it, is paged there, and can be made narrower", async () => {
  const { id } = await openFrom("accounts firm 1", "accounts", /Search Accounts[\s\S]*firm 1/);
  expect((await send(id, { words: "firm" })).text).toMatch(/Name or API ID[\s\S]*Firm 10[\s\S]*Next page/);
  await press(id, nextPageAction);
  const second = readView(await scene.seesModal(/Firm 20/));
  expect(second).toMatch(/firm/);
  expect(second).not.toContain("Firm 10");
  expect((await send(id, {})).text).toMatch(/Firm 10/);
  const narrower = (await send(id, { words: "firm 34" })).text;
  expect(narrower).toContain("Firm 34");
  expect(narrower).not.toContain("Firm 33");
  expect((await send(id, { words: "nobody" })).text).toMatch(/No Account has “nobody”/);
});

test("a list in a message is one table that Slack sorts and leafs through, with its button under it", async () => {
  await scene.types("accounts");
  await scene.hears(/Firm 10/);
  const blocks = latest()?.blocks ?? [];
  const [table] = blocks.filter(({ type }) => type === "data_table");
  expect(table).toMatchObject({ caption: "Accounts", page_size: 10 });
  expect(table?.["rows"]).toHaveLength(26);
  expect(readBlocks(blocks, "")).toMatch(
    /Account · API ID[\s\S]*Firm 10 ·[\s\S]*Firm 34 ·[\s\S]*\[Search…\]/,
  );
  expect(readBlocks(blocks, "")).not.toContain("Next page");
});

test("what is more than one table goes on at a button, which is under each of them", async () => {
  for (let count = 100; count < 310; count += 1) await makeAccount(scene.t.db, { name: `Shop ${count}` });
  await scene.types("accounts shop");
  await scene.hears(/Shop 100/);
  const first = readBlocks(latest()?.blocks ?? [], "");
  expect(first).toMatch(/Shop 199 ·[\s\S]*\[Next page\].*\[Search…\]/);
  const ts = latest()?.ts ?? "";
  await scene.slack.click({ userId: ed, channelId: scene.channelId, ts, actionId: nextPageAction });
  await scene.slack.waitFor(() => latest()?.text?.includes("Shop 200"), { what: "the second table" });
  expect(readBlocks(latest()?.blocks ?? [], "")).toMatch(/Shop 299 ·[\s\S]*\[Next page\].*\[Search…\]/);
  await scene.t.db.account.deleteMany({ where: { name: { startsWith: "Shop" } } });
});

test("where Slack does not take a table in an answer, the list comes as text, page by page", async () => {
  const when = ({ blocks }: Record<string, unknown>) => JSON.stringify(blocks ?? []).includes("data_table");
  scene.slack.faults.inject({ method: "response_url", kind: "status", status: 400, when, times: 2 });
  await scene.types("accounts");
  await scene.hears(/Firm 10/);
  const blocks = latest()?.blocks ?? [];
  expect(readBlocks(blocks, "")).toMatch(/• Firm 19 \([\s\S]*\[Next page\].*\[Search…\]/);
  expect(JSON.stringify(blocks)).not.toContain("data_table");
  const ts = latest()?.ts ?? "";
  await scene.slack.click({ userId: ed, channelId: scene.channelId, ts, actionId: nextPageAction });
  await scene.slack.waitFor(() => latest()?.text?.includes("Firm 20"), { what: "the second page" });
  expect(readBlocks(latest()?.blocks ?? [], "")).toMatch(/• Firm 29 \(/);
});

test("pending invitations are filtered by address, and resent and revoked where they stand", async () => {
  const { invitation } = await makeInvitation(scene.t, { email: "Pat@firm.example" });
  await makeInvitation(scene.t, { email: "other@firm.example" });
  const { id } = await openFrom("invitations", "invitations", /Pending invitations[\s\S]*E-mail/);
  const found = (await send(id, { email: "pat@FIRM.example" })).text;
  expect(found).toMatch(/Pat@firm\.example[\s\S]*\[Resend\]/);
  expect(found).not.toContain("other@");
  await press(id, resendAction);
  expect(readView(await scene.seesModal(/Queued/))).toContain("Pat@firm.example");
  expect(scene.t.queue.waiting.map(({ name }) => name)).toContain("run-request");
  expect(await scene.t.db.request.count({ where: { kind: "resend-invitation" } })).toBe(1);
  expect(JSON.stringify(scene.t.queue.waiting)).not.toContain(invitation.email);
});

test("the audit is filtered by day and by whom it is about, and faults are told at their field", async () => {
  const { id } = await openFrom("audit", "audit", /Search the audit[\s\S]*Console User/);
  const { text } = await send(id, { since: "2026-02-01", until: "2026-02-28" });
  expect(text).toMatch(/from 2026-02-01 to 2026-02-28[\s\S]*entry 2[\s\S]*entry 1/);
  expect(text).not.toMatch(/entry [03]/);
  expect((await send(id, { until: "2026-01-01" })).errors).toEqual({
    until: "The last day is before the first.",
  });
  const [account] = await scene.slack.loadOptions({
    userId: ed,
    viewId: id,
    actionId: "account",
    query: "firm 10",
  });
  const [person] = await scene.slack.loadOptions({
    userId: ed,
    viewId: id,
    actionId: "console-user",
    query: "ed",
  });
  const both = { accountId: account?.value ?? "", consoleUserId: person?.value ?? "", until: null };
  expect((await send(id, both)).errors).toHaveProperty("consoleUserId");
  await scene.types("audit --since 2026-02-01 --until 2026-02-28");
  expect(await scene.hears(/from 2026-02-01 to 2026-02-28/)).toMatch(/entry 2[\s\S]*entry 1/);
  await scene.types("audit --since yesterday");
  await scene.hears(/Write a day like 2026-03-31/);
});

test("a report is chosen, and sent as a file", async () => {
  const { id } = await openFrom("report", "report", /Reports[\s\S]*Show it here/);
  expect((await send(id, { report: "activity" })).text).toMatch(/Requests of the last 30 days/);
  expect((await send(id, { delivery: "file" })).text).toMatch(/Sent to you as a file/);
  expect(scene.t.chat.files).toMatchObject([
    { chatUserId: ed, name: expect.stringMatching(/^activity-/) as string },
  ]);
});

test("what a command needs and how it is written is looked up in a form as well", async () => {
  for (const [form, words] of [
    ["why", /It needs the Console permission “users: edit”/],
    ["help", /\/cyclr invite <e-mail> to/],
  ] as const) {
    const { id, blocks } = await openFrom(form, form, /Command/);
    expect(JSON.stringify(blocks)).toContain("/cyclr dashboard");
    const { text } = await send(id, { command: "invite" });
    expect(text).toMatch(words);
    await scene.slack.closeView({ userId: ed, viewId: id });
  }
});

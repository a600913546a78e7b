import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createCycle } from "../../../src/core/cycles/adjust-cycle.ts";
import { startCycle } from "../../../src/core/cycles/switch-cycle.ts";
import { clientActor, makeApiClient } from "../../support/account-scene.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { makeAccount } from "../../support/factories.ts";
import { waitsFor } from "../../support/waits-for.ts";
import { apiScene, makeToken } from "./api-scene.ts";

const scene = apiScene();
const audit = auditOfTest(() => scene.t.db);
const path = "/v1.0/accounts";
const one = () => `${path}/${scene.account.apiId}`;
const make = (body: unknown) => scene.call("POST", path, { body });

test("an Account is made with what is given, and answers everything that the vendor's has, and its ExternalId", async () => {
  const Id = `made-${randomUUID()}`;
  const made = await make({ Id, name: "Made Ltd", Description: "A customer" });
  expect(made.status).toBe(200);
  const row = await scene.t.db.account.findUniqueOrThrow({ where: { apiIdKey: Id } });
  expect(made.body).toEqual({
    Id,
    Name: "Made Ltd",
    Description: "A customer",
    ExternalId: null,
    CreatedDate: row.createdAt.toISOString(),
    AuditInfo: null,
    TaskAuditInfo: null,
    Timezone: "Etc/UTC",
    NextBillDateUtc: expect.any(String),
    StepDataSuccessRetentionHours: null,
    StepDataErroredRetentionHours: null,
    TransactionErrorWebhookEnabled: false,
    TransactionErrorWebhookUrl: null,
    TransactionErrorWebhookIncludeWarnings: false,
  });
  expect(await scene.call("GET", `${path}/${Id.toUpperCase()}`)).toMatchObject({
    status: 200,
    body: made.body as object,
  });
  expect(await audit("account-created")).toMatchObject([{ actorKind: "api-client", surface: "api" }]);
  expect((await make({ Name: "Without an Id" })).body).toMatchObject({
    Id: expect.stringMatching(/^[\da-f-]{36}$/),
  });
});

test.each([
  [{ Name: undefined }, "Name is required", "Name"],
  [{ Name: " " }, "Name is required", "Name"],
  [{ Id: "with space" }, "Id: Use letters", "Id"],
  [{ ParentAccountId: "nowhere" }, "There is no Account", "ParentAccountId"],
  [
    { StepDataSuccessRetentionHours: -10 },
    "StepDataSuccessRetentionHours (-10): must be non negative",
    "StepDataSuccessRetentionHours",
  ],
  [
    { TransactionErrorWebhookEnabled: true },
    "Transaction Error Webhook enabled: Transaction Error Webhook URL must be defined",
    "TransactionErrorWebhookUrl",
  ],
  [{ TransactionErrorWebhookUrl: " " }, "https://  is not a valid URL", "TransactionErrorWebhookUrl"],
  [{ Timezone: `Etc/${"x".repeat(61)}` }, "Timezone: Use at most 64 characters", "Timezone"],
  [{ Timezone: "Mars/North" }, "Timezone: Use an IANA name", "Timezone"],
])("%j is a 400 in the vendor's words, and makes nothing", async (wrong, words, Field) => {
  const before = await scene.t.db.account.count();
  const answer = await make({ Name: "Wrong Ltd", ...wrong });
  expect(answer).toMatchObject({ status: 400, body: { Message: expect.stringContaining(words), Field } });
  expect(await scene.t.db.account.count()).toBe(before);
});

test("an Id that is taken is refused in the vendor's words, also of two at the same moment", async () => {
  const taken = await make({ Id: scene.account.apiId.toUpperCase(), Name: "Twice" });
  const problem = { Message: "ID already in use", Code: "id-in-use", Field: "Id" };
  expect(taken).toMatchObject({ status: 400, body: problem });
  const Id = `same-${randomUUID()}`;
  const both = await Promise.all([make({ Id, Name: "One" }), make({ Id, Name: "Other" })]);
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400]);
  const change = await scene.call("PUT", one(), { body: { Id } });
  expect(change).toMatchObject({ status: 400, body: problem });
});

test("what only matters where integrations run is kept as it was given, and answered", async () => {
  const given = {
    AuditInfo: "Contract 7",
    Timezone: "Europe/London",
    NextBillDateUtc: "2027-01-01T00:00:00",
    StepDataSuccessRetentionHours: "0",
    StepDataErroredRetentionHours: 5000,
    TransactionErrorWebhookEnabled: "True",
    TransactionErrorWebhookUrl: "hooks.acme.example/a?key=secret-1",
  };
  const kept = {
    AuditInfo: "Contract 7",
    Timezone: "Europe/London",
    NextBillDateUtc: "2027-01-01T00:00:00.000Z",
    StepDataSuccessRetentionHours: 0,
    StepDataErroredRetentionHours: 744,
    TransactionErrorWebhookEnabled: true,
    TransactionErrorWebhookUrl: "https://hooks.acme.example/a?key=secret-1",
    Name: scene.account.name,
  };
  expect(await scene.call("PUT", one(), { body: given })).toMatchObject({ status: 200, body: kept });
  expect(await audit("account-settings-changed")).toMatchObject([
    { after: { timeZone: "Europe/London" } },
    { after: { errorWebhookUrl: "hooks.acme.example" } },
  ]);
  const some = { StepDataSuccessRetentionHours: null, StepDataErroredRetentionHours: "many" };
  const changed = await scene.call("PUT", one(), { body: some });
  expect(changed.body).toMatchObject({ ...kept, StepDataSuccessRetentionHours: null });
  expect((await scene.call("PUT", one(), { body: {} })).body).toEqual(changed.body);
  expect((await scene.call("GET", one())).body).toEqual(changed.body);
  const bare = await scene.call("PUT", one(), { body: { TransactionErrorWebhookUrl: null } });
  expect(bare).toMatchObject({ status: 400, body: { Field: "TransactionErrorWebhookUrl" } });
});

test("the time zone is the one of the Account's settings, or its parent's, and stays so when it is sent back", async () => {
  const { id } = scene.account;
  await scene.t.db.account.update({ where: { id }, data: { timeZone: "Asia/Kathmandu" } });
  expect((await scene.call("GET", one())).body).toMatchObject({ Timezone: "Asia/Kathmandu" });
  const sub = await makeAccount(scene.t.db, { parentId: id });
  const below = `${path}/${sub.apiId}`;
  const read = await scene.call("GET", below);
  expect(read.body).toMatchObject({ Timezone: "Asia/Kathmandu" });
  expect((await scene.call("GET", `${one()}/subaccounts`)).body).toMatchObject([
    { Timezone: "Asia/Kathmandu" },
  ]);
  const own = async () => (await scene.t.db.account.findUniqueOrThrow({ where: { id: sub.id } })).timeZone;
  expect((await scene.call("PUT", below, { body: { Timezone: "Asia/Kathmandu" } })).body).toEqual(read.body);
  expect(await own()).toBeNull();
  const changed = await scene.call("PUT", below, { body: { Timezone: "Europe/London" } });
  expect(changed.body).toMatchObject({ Timezone: "Europe/London" });
  expect(await own()).toBe("Europe/London");
  // Programs write null for what they do not set; an empty text gives up the own zone.
  expect((await scene.call("PUT", below, { body: { Timezone: null } })).body).toEqual(changed.body);
  const inherited = await scene.call("PUT", below, { body: { Timezone: "" } });
  expect(inherited.body).toEqual(read.body);
  expect(await own()).toBeNull();
  expect((await scene.call("PUT", below, { body: { Timezone: "" } })).status).toBe(200);
  const made = await make({ Name: "Zoned", Timezone: "Europe/Paris" });
  expect(made.body).toMatchObject({ Timezone: "Europe/Paris" });
});

test("an Account gets another name and another Id, and keeps its own key", async () => {
  const Id = `moved-${randomUUID()}`;
  const moved = await scene.call("PUT", one(), { body: { Id, Name: "Moved Ltd" } });
  expect(moved).toMatchObject({ status: 200, body: { Id, Name: "Moved Ltd" } });
  expect((await scene.call("GET", one())).status).toBe(404);
  expect(await scene.t.db.account.findUnique({ where: { apiIdKey: Id } })).toMatchObject({
    id: scene.account.id,
  });
});

test("the list has every Account, page by page, in the order that is asked for", async () => {
  await scene.t.db.account.deleteMany();
  const parent = await makeAccount(scene.t.db, { name: "Beta" });
  await makeAccount(scene.t.db, { name: "alpha", parentId: parent.id });
  await makeAccount(scene.t.db, { name: "Gamma" });
  const names = async (query: string) => {
    const { body, headers } = await scene.call("GET", `${path}${query}`, { account: null });
    return [(body as { Name: string }[]).map(({ Name }) => Name), headers.get("total-pages")];
  };
  expect(await names("")).toEqual([["Beta", "alpha", "Gamma"], "1"]);
  expect(await names("?orderBy=Name")).toEqual([["alpha", "Beta", "Gamma"], "1"]);
  expect(await names("?orderBy=CreatedDate&sortOrderAsc=false&pageSize=2")).toEqual([
    ["Gamma", "alpha"],
    "2",
  ]);
  expect(await names("?page=3&pageSize=2")).toEqual([[], "2"]);
  const subs = await scene.call("GET", `${path}/${parent.apiId}/subaccounts`);
  expect(subs.body).toMatchObject([{ Name: "alpha" }]);
});

test("usage is nothing, since nothing runs here", async () => {
  const now = scene.t.clock.now().toISOString();
  const { body } = await scene.call("GET", `${one()}/usage`);
  expect(body).toMatchObject({ Id: scene.account.apiId, TasksUsed: 0, EndTime: now });
});

describe("a deletion", () => {
  test("takes an empty object, and lets this client use the Id again", async () => {
    expect(await scene.call("DELETE", one(), { body: {} })).toMatchObject({ status: 200, body: {} });
    expect((await scene.call("DELETE", one(), { body: {} })).status).toBe(404);
    const again = await make({ Id: scene.account.apiId, Name: "Again" });
    expect(again.status).toBe(200);
  });

  test("is a conflict while a cycle runs, and changes nothing", async () => {
    const ctx = { ...scene.t.app, actor: clientActor(scene.client) };
    const { id: cycleId } = await createCycle(ctx, { accountId: scene.account.id, name: "Orders" });
    await startCycle(ctx, { accountId: scene.account.id, cycleId });
    const answer = await scene.call("DELETE", one());
    expect(answer).toMatchObject({ status: 409, body: { Message: expect.stringContaining("active cycle") } });
    expect((await scene.call("GET", one())).status).toBe(200);
  });
});

describe("what people have to approve is refused, audited, and changes nothing", () => {
  const needed = { status: 403, body: { Code: "approval-needed" } };

  test("the Id that an Account deleted by somebody else has had", async () => {
    const other = await makeToken(scene, await makeApiClient(scene.t.db, { name: "Another app" }));
    await scene.call("DELETE", one(), { token: other });
    const before = await scene.t.db.account.count();
    expect(await make({ Id: scene.account.apiId, Name: "Taken over" })).toMatchObject(needed);
    expect(await scene.t.db.account.count()).toBe(before);
    expect(await audit("refused")).toMatchObject([
      { actorName: "Billing app", subjectName: "create-account" },
    ]);
  });

  test("the Id that another Account has given up", async () => {
    const was = scene.account.apiId;
    await scene.call("PUT", one(), { body: { Id: `left-${randomUUID()}` } });
    const { apiId } = await makeAccount(scene.t.db);
    expect(await scene.call("PUT", `${path}/${apiId}`, { body: { Id: was } })).toMatchObject(needed);
    expect(await scene.t.db.account.findUnique({ where: { apiIdKey: was } })).toBeNull();
  });

  test("the deletion of an Account that is marked sensitive at the same moment", async () => {
    const { id } = scene.account;
    const mark = { where: { id }, data: { sensitiveBecause: "Ask the CFO first" } };
    const answers: unknown[] = [];
    await waitsFor(
      scene.t.db,
      (tx) => tx.account.update(mark),
      async () => answers.push(await scene.call("DELETE", one())),
    );
    expect(answers).toMatchObject([needed]);
    expect(await scene.t.db.account.count({ where: { id } })).toBe(1);
  });

  test("a change, a sub-account and the deletion of a sensitive Account", async () => {
    const { apiId } = await makeAccount(scene.t.db, { sensitiveBecause: "Ask the CFO first" });
    expect(await scene.call("PUT", `${path}/${apiId}`, { body: { Name: "Other" } })).toMatchObject(needed);
    expect(await make({ Name: "Below", ParentAccountId: apiId })).toMatchObject(needed);
    expect(await scene.call("DELETE", `${path}/${apiId}`)).toMatchObject(needed);
    expect((await scene.call("GET", `${path}/${apiId}`)).body).not.toMatchObject({ Name: "Other" });
  });
});

import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { makeAccount } from "../../support/factories.ts";
import { apiScene } from "./api-scene.ts";

const scene = apiScene();
const audit = auditOfTest(() => scene.t.db);
const path = () => `/v1.0/accounts/${scene.account.apiId}`;
const put = (ExternalId: unknown) => scene.call("PUT", path(), { body: { ExternalId } });
const found = async (id: string) => (await scene.call("GET", `/v1.0/accounts?externalId=${id}`)).body;

test("an Account is found by what the Partner's own system calls it, and by nothing like it", async () => {
  const ExternalId = `CRM-${randomUUID()}`;
  expect(await put(ExternalId)).toMatchObject({ status: 200, body: { ExternalId } });
  expect(await put(ExternalId)).toMatchObject({ status: 200 });
  expect(await found(ExternalId)).toMatchObject([{ Id: scene.account.apiId, ExternalId }]);
  expect(await found(ExternalId.toLowerCase())).toEqual([]);
  expect(await audit("account-settings-changed")).toMatchObject([
    { before: { externalId: null }, after: { externalId: ExternalId } },
  ]);
  expect(await scene.call("PUT", path(), { body: {} })).toMatchObject({ body: { ExternalId } });
  expect(await put(null)).toMatchObject({ body: { ExternalId: null } });
  expect(await found(ExternalId)).toEqual([]);
});

test("no two Accounts have the same, also where both are made at the same moment", async () => {
  const ExternalId = `CRM-${randomUUID()}`;
  const make = () => scene.call("POST", "/v1.0/accounts", { body: { Name: "Twin Ltd", ExternalId } });
  const both = await Promise.all([make(), make()]);
  expect(both.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 409]);
  expect(both.find(({ status }) => status === 409)?.body).toMatchObject({ Field: "ExternalId" });
  expect(await put(ExternalId)).toMatchObject({ status: 409, body: { Field: "ExternalId" } });
  expect(await put("x".repeat(201))).toMatchObject({ status: 400, body: { Field: "ExternalId" } });
});

test("an Account that is deleted leaves it free", async () => {
  const externalId = `CRM-${randomUUID()}`;
  const { apiId } = await makeAccount(scene.t.db, { externalId });
  expect((await scene.call("DELETE", `/v1.0/accounts/${apiId}`)).status).toBe(200);
  expect(await put(externalId)).toMatchObject({ status: 200 });
});

import { expect, test } from "vitest";
import { verifyAudit } from "../../../src/core/audit/verify-audit.ts";
import { clientByOperator } from "../../support/client-by-operator.ts";
import { visitor } from "../visitor.ts";
import { apiScene, makeToken } from "./api-scene.ts";

const scene = apiScene();
const callsOf = async (action: string) => {
  const events = await scene.t.db.auditEvent.findMany({ where: { action }, orderBy: { id: "asc" } });
  return events.map(({ callId }) => callId);
};
const create = (name: string, headers: Record<string, string>, token = scene.token) =>
  scene.call("POST", "/v1.0/cycles", { body: { Name: name }, headers, token });

test("what a call has audited bears its X-Request-Id, given or made, with a key or without", async () => {
  await create("Given", { "x-request-id": "mine-1" });
  await create("Keyed", { "x-request-id": "mine-2", "idempotency-key": "k" });
  const { headers } = await create("Made", {});
  expect(await callsOf("cycle-created")).toEqual(["mine-1", "mine-2", headers.get("x-request-id")]);
});

test("so does what it is refused, and what a token call does", async () => {
  const restricted = await makeToken(scene, scene.client, { permissions: { accounts: "view" } });
  expect((await create("No", { "x-request-id": "mine-3" }, restricted)).status).toBe(403);
  const { client, secret } = await clientByOperator(scene.t.app, { name: "Token" });
  const ask = (given: string, id: string) => {
    const form = { grant_type: "client_credentials", client_id: client.clientId, client_secret: given };
    const headers = { "content-type": "application/x-www-form-urlencoded", "x-request-id": id };
    const init = { method: "POST", body: new URLSearchParams(form).toString(), headers };
    return visitor(scene.web).request("/oauth/token", init);
  };
  await ask("wrong", "mine-4");
  await ask(secret, "mine-5");
  expect(await callsOf("refused")).toEqual(["mine-3", "mine-4"]);
  expect(await callsOf("access-token-issued")).toEqual(["mine-5"]);
  // Nobody called the API for this.
  expect(await callsOf("api-client-created")).toEqual([null]);
});

test("it is sealed with the rest: whoever changes it is found", async () => {
  expect((await verifyAudit(scene.t.db)).broken).toBeUndefined();
  await scene.t.db.$executeRawUnsafe(`ALTER TABLE "AuditEvent" DISABLE TRIGGER USER`);
  await scene.t.db.$executeRaw`UPDATE "AuditEvent" SET "callId" = 'another' WHERE "callId" = 'mine-1'`;
  await scene.t.db.$executeRawUnsafe(`ALTER TABLE "AuditEvent" ENABLE TRIGGER USER`);
  expect((await verifyAudit(scene.t.db)).broken).toMatchObject({ fault: "changed" });
});

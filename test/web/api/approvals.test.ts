import { beforeEach, describe, expect, test } from "vitest";
import { verifyPassword } from "../../../src/core/kernel/secrets/password.ts";
import { approveRequest, denyRequest } from "../../../src/core/kernel/requests/decide-request.ts";
import type { ConsoleUserActor, Context } from "../../../src/core/context.ts";
import type { User } from "../../../src/core/generated/prisma/client.ts";
import { makeApiClient } from "../../support/account-scene.ts";
import { makeActor, makeUser } from "../../support/factories.ts";
import { apiScene, type CallOptions, makeToken } from "./api-scene.ts";

const scene = apiScene();
const password = "seven quiet herons";
const asking = { prefer: "respond-async" };
let admin: User;
let mona: ConsoleUserActor;
let serial = 0;

const as = (actor: ConsoleUserActor): Context<ConsoleUserActor> => ({ ...scene.t.app, actor });
const setPassword = (options: CallOptions = {}) =>
  scene.call("PUT", "/v1.0/users", { body: { UserName: admin.username, Password: password }, ...options });
const idOf = ({ body }: { body: unknown }) => (body as { Id: string }).Id;
const read = async (id: string, options: CallOptions = {}) =>
  (await scene.call("GET", `/v1.0/requests/${id}`, options)).body as Record<string, unknown>;

beforeEach(async () => {
  await scene.t.db.request.deleteMany();
  await scene.t.db.consoleUser.deleteMany();
  scene.t.chat.messages.length = 0;
  admin = await makeUser(scene.t.db, { username: `admin-${(serial += 1)}` });
  const { id: membershipId } = await scene.t.db.membership.create({
    data: { userId: admin.id, accountId: scene.account.id },
  });
  await scene.t.db.administratorGrant.create({ data: { membershipId, startsAt: new Date(0) } });
  mona = await makeActor(scene.t, { permissions: { users: "manage" }, firstName: "Mona" });
});

describe("the password of an Administrator", () => {
  test("is set by nobody who did not ask people, and the answer says how to ask them", async () => {
    const answer = await setPassword();
    expect(answer).toMatchObject({ status: 403, body: { Code: "approval-needed" } });
    expect((answer.body as { Message: string }).Message).toContain("respond-async");
    expect(await scene.t.db.request.count()).toBe(0);
  });

  test("waits, sealed, for people who approve in Slack, and is set then", async () => {
    const answer = await setPassword({ headers: asking });
    const id = idOf(answer);
    expect(answer).toMatchObject({
      status: 202,
      body: { Kind: "set-password", Status: "awaiting-approval", ApprovalsNeeded: 1, Approvals: 0 },
    });
    expect(answer.headers.get("location")).toBe(`/v1.0/requests/${id}`);
    expect(answer.headers.get("preference-applied")).toBe("respond-async");
    await scene.t.runJobs();
    scene.t.clock.advance(1000);
    await scene.t.runJobs();
    const said = JSON.stringify(scene.t.chat.messages);
    expect(said).toContain(admin.username);
    expect(said).toContain("Billing app");
    const kept = JSON.stringify([
      await scene.t.db.request.findMany(),
      await scene.t.db.requestValues.findMany(),
    ]);
    expect(`${kept}${said}${scene.t.log.join("")}`).not.toContain(password);
    await approveRequest(as(mona), id);
    await scene.t.runJobs();
    expect(await read(id)).toMatchObject({ Status: "done", Approvals: 1, Outcome: "set" });
    const { passwordHash } = await scene.t.db.user.findUniqueOrThrow({ where: { id: admin.id } });
    expect(await verifyPassword(passwordHash ?? "", password)).toBe(true);
    expect(await scene.t.db.requestValues.count()).toBe(0);
    const event = await scene.t.db.auditEvent.findFirst({ where: { action: "password-set", requestId: id } });
    expect(event).toMatchObject({ actorKind: "api-client", actorId: scene.client.id });
  });

  test("is approved by nobody who made the application or saw its secret, and denied by them", async () => {
    await scene.t.db.apiClient.update({ where: { id: scene.client.id }, data: { knownTo: [mona.id] } });
    const max = await makeActor(scene.t, { permissions: { users: "manage" } });
    const id = idOf(await setPassword({ headers: asking }));
    await expect(approveRequest(as(mona), id)).rejects.toMatchObject({
      code: "forbidden",
      message: /made the application Billing app, or have seen a secret/,
    });
    await approveRequest(as(max), id);
    // Who comes to know it later had no say in it either.
    await scene.t.db.apiClient.update({
      where: { id: scene.client.id },
      data: { knownTo: [mona.id, max.id] },
    });
    await scene.t.runJobs();
    expect(await read(id)).toMatchObject({ Status: "awaiting-approval" });
    await denyRequest(as(mona), id, { reason: "Ask the customer." });
    expect(await read(id)).toMatchObject({ Status: "denied", DeniedBecause: "Ask the customer." });
    await scene.t.db.apiClient.update({ where: { id: scene.client.id }, data: { knownTo: [] } });
  });

  test("is not set for an application that was revoked, or narrowed, in the meantime", async () => {
    const client = await makeApiClient(scene.t.db, { name: "Brief" });
    const token = await makeToken(scene, client);
    const id = idOf(await setPassword({ headers: asking, token }));
    await approveRequest(as(mona), id);
    await scene.t.db.apiClient.update({ where: { id: client.id }, data: { fullAccess: false } });
    await scene.t.runJobs();
    expect(await scene.t.db.request.findUnique({ where: { id } })).toMatchObject({ status: "failed" });
    const { passwordHash } = await scene.t.db.user.findUniqueOrThrow({ where: { id: admin.id } });
    expect(passwordHash).toBeNull();
  });

  test("with an Idempotency-Key people are asked once", async () => {
    const headers = { ...asking, "idempotency-key": `ask-${serial}` };
    const [first, again] = [await setPassword({ headers }), await setPassword({ headers })];
    expect([first.status, again.status]).toEqual([202, 202]);
    expect(again.headers.get("location")).toBe(first.headers.get("location"));
    expect(await scene.t.db.request.count()).toBe(1);
  });

  test("nobody is asked where nobody who could approve is in Slack", async () => {
    await scene.t.db.consoleUser.deleteMany();
    expect(await setPassword({ headers: asking })).toMatchObject({ status: 403 });
    expect(await scene.t.db.request.count()).toBe(0);
  });
});

test("what is done to a sensitive Account is asked for alike: two approve its deletion", async () => {
  const { id, apiId } = scene.account;
  await scene.t.db.account.update({ where: { id }, data: { sensitiveBecause: "Bank data" } });
  const both = await Promise.all(
    [1, 2].map(() => makeActor(scene.t, { permissions: { accounts: "manage" } })),
  );
  const answer = await scene.call("DELETE", `/v1.0/accounts/${apiId}`, { body: {}, headers: asking });
  expect(answer).toMatchObject({ status: 202, body: { Kind: "delete-account", ApprovalsNeeded: 2 } });
  for (const actor of both) await approveRequest(as(actor), idOf(answer));
  await scene.t.runJobs();
  expect(await scene.t.db.account.count({ where: { id } })).toBe(0);
});

describe("requests", () => {
  test("are an application's own, and of others what its permissions show", async () => {
    const id = idOf(await setPassword({ headers: asking }));
    const stranger = await makeApiClient(scene.t.db, {
      name: "Stranger",
      fullAccess: false,
      permissions: { accounts: "manage" },
    });
    const token = await makeToken(scene, stranger);
    expect((await scene.call("GET", `/v1.0/requests/${id}`, { token })).status).toBe(404);
    const list = async (options: CallOptions, query = "") =>
      (await scene.call("GET", `/v1.0/requests${query}`, options)).body as { Data: { Id: string }[] };
    expect((await list({ token })).Data).toEqual([]);
    expect((await list({}, "?status=awaiting-approval&own=true")).Data).toMatchObject([{ Id: id }]);
    expect((await list({}, "?status=done")).Data).toEqual([]);
    const cancel = () => scene.call("POST", `/v1.0/requests/${id}/cancel`, { body: {} });
    expect(await cancel()).toMatchObject({ status: 200, body: { Status: "cancelled" } });
    expect(await cancel()).toMatchObject({ status: 409 });
    expect(await scene.call("POST", `/v1.0/requests/${id}/retry`, { body: {} })).toMatchObject({
      status: 409,
    });
  });

  test("are not shown to, nor taken back by, a token that could not ask for them", async () => {
    const id = idOf(await setPassword({ headers: asking }));
    const narrow = await makeToken(scene, scene.client, { permissions: { templates: "view" } });
    expect((await scene.call("GET", `/v1.0/requests/${id}`, { token: narrow })).status).toBe(404);
    const cancel = { body: {}, token: narrow };
    expect((await scene.call("POST", `/v1.0/requests/${id}/cancel`, cancel)).status).toBe(404);
    expect(await read(id)).toMatchObject({ Status: "awaiting-approval" });
  });

  test("are 20 at most that wait for people", async () => {
    const data = { kind: "x", input: {}, apiClientId: scene.client.id, status: "awaitingApproval" } as const;
    await scene.t.db.request.createMany({ data: Array.from({ length: 20 }, () => data) });
    expect(await setPassword({ headers: asking })).toMatchObject({ status: 409 });
    await scene.t.db.request.deleteMany();
    expect((await setPassword({ headers: asking })).status).toBe(202);
  });

  test("are of a kind that text can name", async () => {
    expect((await scene.call("GET", "/v1.0/requests?kind=%00")).status).toBe(400);
  });

  test("come page by page", async () => {
    for (let at = 0; at < 3; at += 1)
      await scene.t.db.request.create({
        data: { kind: "x", input: {}, needs: "users:view", apiClientId: scene.client.id, status: "done" },
      });
    const first = await scene.call("GET", "/v1.0/requests?limit=2");
    const { Data, NextCursor } = first.body as { Data: { Id: string }[]; NextCursor: string };
    const second = await scene.call("GET", `/v1.0/requests?limit=2&cursor=${encodeURIComponent(NextCursor)}`);
    const rest = second.body as { Data: { Id: string }[]; NextCursor: string | null };
    expect([Data.length, rest.Data.length, rest.NextCursor]).toEqual([2, 1, null]);
    expect(new Set([...Data, ...rest.Data].map(({ Id }) => Id)).size).toBe(3);
  });
});

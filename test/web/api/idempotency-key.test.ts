import { describe, expect, test } from "vitest";
import { keptForMs, sweepIdempotentCalls } from "../../../src/core/api-clients/answer-once.ts";
import { apiRoutes } from "../../../src/web/features.ts";
import { minutes } from "../../../src/core/kernel/time/clock.ts";
import { makeApiClient } from "../../support/account-scene.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { makeUser } from "../../support/factories.ts";
import { apiScene, makeToken } from "./api-scene.ts";
import { goodRequests } from "./good-requests.ts";
import { unlessApproved } from "./unruled.ts";
import { whatStands } from "./what-stands.ts";

const scene = apiScene();
const audit = auditOfTest(() => scene.t.db);
let serial = 0;
const newKey = () => `key-${(serial += 1)}`;
const withKey = (key: string) => ({ "idempotency-key": key });
const create = (key: string, name = "Orders", token = scene.token) =>
  scene.call("POST", "/v1.0/cycles", { body: { Name: name }, headers: withKey(key), token });
const cycles = () => scene.t.db.cycle.count({ where: { accountId: scene.account.id } });
const replayed = ({ headers }: { headers: Headers }) => headers.get("idempotency-replayed");

test("a call that is sent again is answered as the first time, and done once", async () => {
  const key = newKey();
  const first = await create(key);
  const again = await create(`"${key}"`);
  expect([first.status, again.status, replayed(first), replayed(again)]).toEqual([201, 201, null, "true"]);
  expect(again.body).toEqual(first.body);
  expect(await cycles()).toBe(1);
  expect(await audit("cycle-created")).toHaveLength(1);
});

test("twenty at the same moment do it once: the others are told to come back, or have the same answer", async () => {
  const key = newKey();
  const all = await Promise.all(Array.from({ length: 20 }, () => create(key)));
  expect(await cycles()).toBe(1);
  const done = all.filter(({ status }) => status === 201);
  expect(new Set(done.map(({ body }) => (body as { Id: string }).Id)).size).toBe(1);
  for (const { status, body, headers } of all.filter((one) => one.status !== 201)) {
    expect([status, body]).toMatchObject([409, { Code: "idempotency-key-in-use" }]);
    expect(headers.get("retry-after")).toBe("1");
  }
  expect(replayed(await create(key))).toBe("true");
});

test("another body, address or Account under the same key is refused, and another client's key is its own", async () => {
  const key = newKey();
  await create(key);
  expect(await create(key, "Other")).toMatchObject({ status: 422, body: { Code: "idempotency-key-reused" } });
  const elsewhere = { body: { Name: "Orders" }, headers: withKey(key) };
  expect((await scene.call("POST", "/v1.0/cycles/", elsewhere)).status).toBe(422);
  expect(await cycles()).toBe(1);
  const token = await makeToken(scene, await makeApiClient(scene.t.db, { name: "Another" }));
  expect(replayed(await create(key, "Orders", token))).toBeNull();
  expect(await cycles()).toBe(2);
});

test("a key that is none is refused at its header", async () => {
  for (const key of ["ü", "a b", "x".repeat(256), '"']) {
    const headers = { "idempotency-key": key };
    const answer = await scene
      .call("POST", "/v1.0/cycles", { body: { Name: "x" }, headers })
      .catch(() => undefined);
    if (answer) expect(answer).toMatchObject({ status: 400, body: { Field: "Idempotency-Key" } });
  }
  expect(await cycles()).toBe(0);
});

test("what fails changes nothing, is audited, and leaves its key free", async () => {
  const user = await makeUser(scene.t.db, { username: `ann-${newKey()}` });
  await scene.t.db.account.update({
    where: { id: scene.account.id },
    data: { sensitiveBecause: "Bank data" },
  });
  await scene.t.db.membership.create({ data: { userId: user.id, accountId: scene.account.id } });
  const key = newKey();
  const take = () =>
    scene.call("DELETE", `/v1.0/accounts/${scene.account.apiId}/users`, {
      body: { UserName: user.username },
      headers: withKey(key),
    });
  const before = await whatStands(scene.t.db);
  expect(await take()).toMatchObject({ status: 403, body: { Code: "approval-needed" } });
  expect(await whatStands(scene.t.db)).toEqual(before);
  expect(await audit("refused")).toHaveLength(1);
  await scene.t.db.account.update({ where: { id: scene.account.id }, data: { sensitiveBecause: null } });
  const done = await take();
  expect([done.status, replayed(done)]).toEqual([200, null]);
  expect(replayed(await take())).toBe("true");
});

describe("a process that dies", () => {
  test("between the effect and the answer has done nothing: a repeat does it", async () => {
    const key = newKey();
    const before = await whatStands(scene.t.db);
    // The database goes back on everything that its process had not committed.
    await scene.t.db.$executeRawUnsafe(
      `ALTER TABLE "IdempotentCall" ADD CONSTRAINT dies CHECK ("createdAt" IS NULL) NOT VALID`,
    );
    const failed = await create(key);
    await scene.t.db.$executeRawUnsafe(`ALTER TABLE "IdempotentCall" DROP CONSTRAINT dies`);
    expect(failed.status).toBe(500);
    expect(await whatStands(scene.t.db)).toEqual(before);
    expect(await create(key)).toMatchObject({ status: 201 });
    expect(await cycles()).toBe(1);
  });
});

test("an answer with a link is replayed while the link lives, and is no secret in the clear", async () => {
  const { username } = await makeUser(scene.t.db, { username: `eve-${newKey()}` });
  const key = newKey();
  const open = () =>
    scene.call("POST", `/v1.0/accounts/${scene.account.apiId}/signintoken`, {
      body: { Username: username },
      headers: withKey(key),
    });
  const first = await open();
  const { Token } = first.body as { Token: string };
  expect((await open()).body).toEqual(first.body);
  const rows = await scene.t.db.idempotentCall.findMany();
  expect(JSON.stringify(rows.map((row) => ({ ...row, keyHash: "", linkHash: "" })))).not.toContain(Token);
  await scene.t.db.secretLink.updateMany({ data: { usedAt: scene.t.clock.now() } });
  expect(await open()).toMatchObject({ status: 410, body: { Code: "expired" } });
});

test("is kept for a day, and then swept", async () => {
  const key = newKey();
  await create(key);
  scene.t.clock.advance(keptForMs + minutes(1));
  const token = await makeToken(scene, scene.client);
  const later = await create(key, "Orders", token);
  expect([later.status, replayed(later), await cycles()]).toEqual([201, null, 2]);
  expect(await sweepIdempotentCalls(scene.t.app)).toBeGreaterThanOrEqual(0);
  scene.t.clock.advance(keptForMs + minutes(1));
  expect(await sweepIdempotentCalls(scene.t.app)).toBeGreaterThan(0);
  expect(await scene.t.db.idempotentCall.count()).toBe(0);
  scene.t.clock.advance(-2 * (keptForMs + minutes(1)));
});

describe("every call that changes something does so once under one key, sent twenty times at once:", () => {
  const changing = apiRoutes.filter(({ level, method }) => level !== "open" && method !== "get");
  const calls = changing.map(({ method, path }) => `${method.toUpperCase()} ${path}`);

  test.each(calls)("%s", async (call) => {
    const request = await goodRequests[call]?.(scene);
    const options = {
      ...(request?.body !== undefined && { body: request.body }),
      headers: withKey(newKey()),
    };
    const send = () => scene.call(call.split(" ")[0] ?? "", request?.path ?? "", options);
    const all = await unlessApproved(scene, call, () => Promise.all(Array.from({ length: 20 }, send)));
    const [first, ...more] = all.filter((one) => one.status < 300 && replayed(one) === null);
    expect(more).toEqual([]);
    if (!first) throw new Error(`None was done: ${JSON.stringify(all[0]?.body)}`);
    for (const one of all.filter((each) => each !== first)) {
      if (replayed(one)) expect([one.status, one.body]).toEqual([first.status, first.body]);
      else expect([one.status, one.body]).toMatchObject([409, { Code: "idempotency-key-in-use" }]);
    }
    const stands = await whatStands(scene.t.db);
    const again = await send();
    expect([again.status, again.body, replayed(again)]).toEqual([first.status, first.body, "true"]);
    expect(await whatStands(scene.t.db)).toEqual(stands);
  });
});

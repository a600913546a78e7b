import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import type { ConsoleUser } from "../../../src/core/generated/prisma/client.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { makeActor, makeConsoleUser } from "../../support/factories.ts";
import { makeApiClient } from "../../support/account-scene.ts";
import { waitsForLock } from "../../support/waits-for.ts";
import { lockConsoleUsers } from "../../../src/core/kernel/access/require-access-change.ts";
import { approveRequest } from "../../../src/core/kernel/requests/decide-request.ts";
import { apiScene, makeToken } from "./api-scene.ts";
import type { Answer } from "./read-answer.ts";
import { unruled } from "./unruled.ts";

const scene = apiScene();
const audit = auditOfTest(() => scene.t.db);
const needed = { status: 403, body: { Code: "approval-needed" } };

let user: ConsoleUser;

const one = (method: string, more = "", body?: unknown) =>
  scene.call(method, `/v1.0/console-users/${user.id}${more}`, { ...(body !== undefined && { body }) });
const row = () => scene.t.db.consoleUser.findUniqueOrThrow({ where: { id: user.id } });

beforeEach(async () => {
  const email = `c.${randomUUID()}@partner.example`;
  user = await makeConsoleUser(scene.t.db, { email, firstName: "Olivia", permissions: { users: "edit" } });
});

test("Console Users are listed and read, with what they may do", async () => {
  const stands = { Id: user.id, Email: user.email, FullAccess: false, Permissions: ["users:edit"] };
  const { body } = await scene.call("GET", `/v1.0/console-users?search=${user.email}`);
  expect(body).toMatchObject({ Data: [stands], NextCursor: null });
  expect(await one("GET")).toMatchObject({ status: 200, body: { ...stands, FrozenAt: null } });
  user = { ...user, id: randomUUID() };
  for (const [method, more] of [["GET"], ["DELETE"], ["PUT", "/freeze"], ["PUT", "/unfreeze"]] as const)
    expect((await one(method, more)).status).toBe(404);
});

describe("permissions", () => {
  const set = (body: unknown) => one("PUT", "/permissions", body);

  test("are changed by people alone, unless the policy lets the application", async () => {
    const body = { Permissions: ["accounts:view", "users:manage"] };
    expect(await set(body)).toMatchObject(needed);
    expect(await row()).toMatchObject({ permissions: { users: "edit" } });
    expect(await unruled(scene, () => set(body))).toMatchObject({ status: 200, body });
    expect(await audit("console-permissions-changed")).toMatchObject([
      { actorKind: "api-client", subjectId: user.id, before: { permissions: { users: "edit" } } },
    ]);
    expect(await unruled(scene, () => set({ FullAccess: true }))).toMatchObject({
      body: { FullAccess: true, Permissions: [] },
    });
  });

  test("that the grid has not are named", async () => {
    expect(await set({ Permissions: ["users:own"] })).toMatchObject({
      status: 400,
      body: { Field: "Permissions[0]" },
    });
    expect(await set({ Rights: [] })).toMatchObject({ status: 400, body: { Field: "Rights" } });
  });

  test("leave the last Console User with Full Access as they are", async () => {
    await scene.t.db.consoleUser.updateMany({ data: { fullAccess: false } });
    await scene.t.db.consoleUser.update({ where: { id: user.id }, data: { fullAccess: true } });
    for (const work of [() => set({}), () => one("PUT", "/freeze"), () => one("DELETE")])
      expect(await unruled(scene, work)).toMatchObject({ status: 409 });
    expect(await row()).toMatchObject({ fullAccess: true, frozenAt: null, removedAt: null });
  });

  test("are given by what the client may give at that moment, while that changes", async () => {
    const giver = await makeApiClient(scene.t.db, { name: "Giver" });
    const token = await makeToken(scene, giver);
    const body = { Permissions: ["accounts:manage"] };
    const answer = await unruled(scene, async () => {
      let answering: Promise<Answer> | undefined;
      await scene.t.db.$transaction(async (tx) => {
        await lockConsoleUsers(tx);
        answering = scene.call("PUT", `/v1.0/console-users/${user.id}/permissions`, { body, token });
        await waitsForLock(scene.t.db);
        const less = { fullAccess: false, permissions: { "console-users": "manage" } };
        await tx.apiClient.update({ where: { id: giver.id }, data: less });
      });
      return answering;
    });
    expect(answer).toMatchObject({
      status: 403,
      body: { Message: expect.stringContaining("which you do not have") },
    });
    expect(await row()).toMatchObject({ permissions: { users: "edit" } });
  });

  test("are asked for with Prefer: respond-async, and given by whoever approves", async () => {
    const mona = await makeActor(scene.t, { fullAccess: true });
    const body = { Permissions: ["accounts:view"] };
    const asked = await scene.call("PUT", `/v1.0/console-users/${user.id}/permissions`, {
      body,
      headers: { prefer: "respond-async" },
    });
    expect(asked).toMatchObject({ status: 202, body: { Kind: "set-permissions", ApprovalsNeeded: 1 } });
    await approveRequest({ ...scene.t.app, actor: mona }, (asked.body as { Id: string }).Id);
    await scene.t.runJobs();
    expect(await one("GET")).toMatchObject({ body });
  });
});

describe("a Console User", () => {
  test("is frozen at once, and given back their rights by people alone", async () => {
    expect(await one("PUT", "/freeze")).toMatchObject({
      status: 200,
      body: { FrozenAt: expect.any(String) },
    });
    expect(await one("PUT", "/freeze")).toMatchObject({ status: 409 });
    expect(await one("PUT", "/unfreeze")).toMatchObject(needed);
    expect(await unruled(scene, () => one("PUT", "/unfreeze"))).toMatchObject({ body: { FrozenAt: null } });
    expect((await audit()).map(({ action }) => action)).toEqual([
      "console-user-frozen",
      "refused",
      "console-user-unfrozen",
    ]);
  });

  test("is removed by people alone, unless the policy lets the application", async () => {
    expect(await one("DELETE")).toMatchObject(needed);
    expect(await row()).toMatchObject({ removedAt: null });
    expect(await unruled(scene, () => one("DELETE"))).toMatchObject({ status: 200, body: {} });
    expect((await one("GET")).status).toBe(404);
  });
});

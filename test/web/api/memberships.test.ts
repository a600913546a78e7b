import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import type { User } from "../../../src/core/generated/prisma/client.ts";
import { days } from "../../../src/core/kernel/time/clock.ts";
import { join } from "../../support/account-scene.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { makeAccount, makeInvitation, makeUser } from "../../support/factories.ts";
import { waitsFor } from "../../support/waits-for.ts";
import { apiScene } from "./api-scene.ts";
import { member } from "./partner-requests.ts";
import { unruled } from "./unruled.ts";

const scene = apiScene();
const audit = auditOfTest(() => scene.t.db);
const needed = { status: 403, body: { Code: "approval-needed" } };
const sensitive = { sensitiveBecause: "CFO" };

let user: User;

const path = () => `/v1.0/accounts/${scene.account.apiId}/memberships/${user.id}`;
const read = () => scene.call("GET", path());
const put = (body: unknown) => scene.call("PUT", path(), { body });
const grants = () => scene.t.db.administratorGrant.count({ where: { membership: { userId: user.id } } });

beforeEach(async () => {
  user = await member(scene);
});

async function raise(endsAt: Date | null = null): Promise<void> {
  const { id } = await scene.t.db.membership.findFirstOrThrow({ where: { userId: user.id } });
  const startsAt = scene.t.clock.now();
  await scene.t.db.administratorGrant.create({ data: { membershipId: id, startsAt, endsAt } });
}

describe("memberships", () => {
  test("are listed by Account and by User, each with its level", async () => {
    await raise();
    const other = await makeAccount(scene.t.db);
    await join(scene.t.db, user.id, other.id);
    const { body } = await scene.call("GET", `/v1.0/accounts/${scene.account.apiId}/memberships`);
    const administrator = {
      AccountId: scene.account.apiId,
      UserId: user.id,
      Level: "Administrator",
      AdministratorUntil: null,
      SuspendedAt: null,
    };
    expect(body).toMatchObject({ Data: [administrator], NextCursor: null });
    const ofUser = `/v1.0/users/${user.id}/memberships`;
    const first = await scene.call("GET", `${ofUser}?limit=1`);
    const { NextCursor } = first.body as { NextCursor: string };
    const second = await scene.call("GET", `${ofUser}?limit=1&cursor=${NextCursor}`);
    const all = [first, second].flatMap((page) => (page.body as { Data: object[] }).Data);
    expect(all).toHaveLength(2);
    expect(all).toEqual(
      expect.arrayContaining([
        expect.objectContaining(administrator),
        expect.objectContaining({ AccountId: other.apiId, Level: "Access" }),
      ]),
    );
    expect(second.body).toMatchObject({ NextCursor: null });
    expect((await scene.call("GET", `/v1.0/accounts/nowhere/memberships`)).status).toBe(404);
  });

  test("are given to all Accounts named, or to none", async () => {
    const [one, two] = [await makeAccount(scene.t.db), await makeAccount(scene.t.db)];
    const give = (...ids: (string | undefined)[]) =>
      scene.call("POST", `/v1.0/users/${user.id}/memberships`, {
        body: { Accounts: ids.map((AccountId) => ({ AccountId })) },
      });
    expect(await give(one.apiId, scene.account.apiId)).toMatchObject({ status: 409 });
    expect(await give(one.apiId, "nowhere")).toMatchObject({
      status: 400,
      body: { Field: "Accounts[1].AccountId" },
    });
    expect(await give(one.apiId, one.apiId)).toMatchObject({ status: 400 });
    expect(await scene.t.db.membership.count({ where: { userId: user.id } })).toBe(1);
    const Data = [{ AccountId: one.apiId }, { AccountId: two.apiId, Level: "Access" }];
    expect(await give(one.apiId, two.apiId)).toMatchObject({ status: 201, body: { Data } });
    expect(await audit("membership-given")).toMatchObject([
      { actorKind: "api-client", after: { level: "Access" } },
      {},
    ]);
  });

  test("as Administrator are given by people alone", async () => {
    const { apiId } = await makeAccount(scene.t.db);
    const Accounts = [{ AccountId: apiId, Level: "Administrator" }];
    const give = () => scene.call("POST", `/v1.0/users/${user.id}/memberships`, { body: { Accounts } });
    expect(await give()).toMatchObject(needed);
    expect(await scene.t.db.membership.count({ where: { userId: user.id } })).toBe(1);
    expect(await unruled(scene, give)).toMatchObject({
      status: 201,
      body: { Data: [{ Level: "Administrator" }] },
    });
  });
});

describe("a level", () => {
  test("is raised by people alone, unless the policy lets the application", async () => {
    expect(await put({ Level: "Administrator" })).toMatchObject(needed);
    expect(await grants()).toBe(0);
    expect(await audit("refused")).toMatchObject([{ subjectName: "grant-admin" }]);
    const Until = new Date(scene.t.clock.now().getTime() + days(2)).toISOString();
    const raised = await unruled(scene, () => put({ Level: "Administrator", Until, Reason: "Go-live" }));
    expect(raised).toMatchObject({
      status: 200,
      body: { Level: "Administrator", AdministratorUntil: Until },
    });
    expect(await scene.t.db.administratorGrant.findFirst({ where: { reason: "Go-live" } })).not.toBeNull();
    expect(await unruled(scene, () => put({ Level: "administrator" }))).toMatchObject({ status: 400 });
    const Level = "Administrator";
    expect(await unruled(scene, () => put({ Level }))).toMatchObject({ body: { AdministratorUntil: null } });
  });

  test("is lowered, which ends the invitations that were sent with it", async () => {
    await raise();
    const given = { accountId: scene.account.id, asAdministrator: true };
    const { invitation } = await makeInvitation(scene.t, given);
    const data = { invitedById: user.id };
    await scene.t.db.invitation.update({ where: { id: invitation.id }, data });
    for (const _ of [1, 2])
      expect(await put({ Level: "Access" })).toMatchObject({ status: 200, body: { Level: "Access" } });
    expect(await audit("administrator-revoked")).toHaveLength(1);
    expect(await scene.t.db.invitation.findUnique({ where: { id: invitation.id } })).toMatchObject({
      revokedAt: expect.any(Date),
    });
  });

  test("takes no time that is past, too short, too long, or for Access", async () => {
    const at = (ms: number) => new Date(scene.t.clock.now().getTime() + ms).toISOString();
    for (const Until of [at(-1000), at(60_000), at(days(91))])
      expect(await put({ Level: "Administrator", Until })).toMatchObject({
        status: 400,
        body: { Field: "Until" },
      });
    expect(await put({ Level: "Access", Until: at(days(1)) })).toMatchObject({ status: 400 });
    expect(await put({ Level: "Owner" })).toMatchObject({ status: 400, body: { Field: "Level" } });
    expect(await put({})).toMatchObject({ status: 400, body: { Field: "Level" } });
  });

  test("of whoever is no member is not found", async () => {
    user = await makeUser(scene.t.db);
    expect((await put({ Level: "Access" })).status).toBe(404);
    expect((await read()).status).toBe(404);
    expect((await scene.call("DELETE", path())).status).toBe(404);
    user = { ...user, id: randomUUID() };
    expect((await read()).status).toBe(404);
  });
});

describe("taking an Account away", () => {
  test("takes that one alone, and a repeat finds nobody", async () => {
    expect(await scene.call("DELETE", path())).toMatchObject({ status: 200, body: {} });
    expect((await scene.call("DELETE", path())).status).toBe(404);
    expect(await scene.t.db.user.count({ where: { id: user.id } })).toBe(1);
    expect(await audit("membership-removed")).toHaveLength(1);
  });

  test("needs people where the Account is marked sensitive at the same moment", async () => {
    const mark = { where: { id: scene.account.id }, data: sensitive };
    const answers: unknown[] = [];
    await waitsFor(
      scene.t.db,
      (tx) => tx.account.update(mark),
      async () => answers.push(await scene.call("DELETE", path())),
    );
    expect(answers).toMatchObject([needed]);
    expect((await read()).status).toBe(200);
  });
});

describe("suspension", () => {
  const suspend = (body: unknown = {}) => scene.call("PUT", `${path()}/suspension`, { body });
  const resume = () => scene.call("DELETE", `${path()}/suspension`);

  test("of a membership keeps the level, and ends", async () => {
    const suspended = { status: 200, body: { SuspendedReason: "On leave", Level: "Access" } };
    expect(await suspend({ Reason: "On leave" })).toMatchObject(suspended);
    expect(await suspend({ Reason: "Another" })).toMatchObject(suspended);
    expect(await resume()).toMatchObject({ status: 200, body: { SuspendedAt: null, SuspendedReason: null } });
    expect((await audit()).map(({ action }) => action)).toEqual([
      "membership-suspended",
      "membership-resumed",
    ]);
  });

  test("of an Administrator is ended by people alone", async () => {
    await raise();
    expect((await suspend()).status).toBe(200);
    expect(await resume()).toMatchObject(needed);
    expect(await unruled(scene, resume)).toMatchObject({ status: 200, body: { SuspendedAt: null } });
  });

  test("of an Account says since when and why, and a sensitive one needs people", async () => {
    const of = (method: string, body?: unknown) =>
      scene.call(method, `/v1.0/accounts/${scene.account.apiId}/suspension`, {
        ...(body !== undefined && { body }),
      });
    expect(await of("GET")).toMatchObject({ status: 200, body: { SuspendedAt: null, Reason: null } });
    expect(await of("PUT", { Reason: "Unpaid" })).toMatchObject({ status: 200, body: { Reason: "Unpaid" } });
    const { SuspendedAt } = (await of("GET")).body as { SuspendedAt: string };
    expect(new Date(SuspendedAt).toISOString()).toBe(SuspendedAt);
    expect(await of("DELETE", { Reason: "Paid" })).toMatchObject({
      status: 200,
      body: { SuspendedAt: null },
    });
    await scene.t.db.account.update({ where: { id: scene.account.id }, data: sensitive });
    expect(await of("PUT")).toMatchObject(needed);
    expect(await of("PUT", { Reason: "x".repeat(301) })).toMatchObject({ body: { Field: "Reason" } });
  });
});

import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { findSignInToken } from "../../../src/core/kernel/links/use-sign-in-token.ts";
import { hashPassword, verifyPassword } from "../../../src/core/kernel/secrets/password.ts";
import type { User } from "../../../src/core/generated/prisma/client.ts";
import { join } from "../../support/account-scene.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { makeAccount, makeInvitation, makeSession, makeUser } from "../../support/factories.ts";
import { waitsFor } from "../../support/waits-for.ts";
import { apiScene } from "./api-scene.ts";

const scene = apiScene();
const audit = auditOfTest(() => scene.t.db);
const path = () => `/v1.0/accounts/${scene.account.apiId}/users`;
const put = (body: unknown) => scene.call("PUT", path(), { body });
const fresh = () => `user.${randomUUID().slice(0, 12)}`;
const needed = { status: 403, body: { Code: "approval-needed" } };
const password = "seven quiet herons";

const loaded = (username: string) =>
  scene.t.db.user.findUnique({
    where: { usernameKey: username },
    include: { memberships: { include: { grants: true } } },
  });

let member: User;

beforeEach(async () => {
  member = await makeUser(scene.t.db, { username: fresh() });
  await join(scene.t.db, member.id, scene.account.id);
});

async function raise(user: User): Promise<void> {
  const { id } = await scene.t.db.membership.findFirstOrThrow({ where: { userId: user.id } });
  const startsAt = scene.t.clock.now();
  await scene.t.db.administratorGrant.create({ data: { membershipId: id, startsAt } });
}

describe("giving Access", () => {
  test("makes a User who is not there, and gives them Access at most", async () => {
    const UserName = fresh();
    expect(await put({ UserName, Password: "P4$$w0rd" })).toMatchObject({ status: 200, body: { UserName } });
    const user = await loaded(UserName);
    expect(user?.memberships).toMatchObject([{ accountId: scene.account.id, grants: [] }]);
    expect(await verifyPassword(user?.passwordHash ?? "", "P4$$w0rd")).toBe(true);
    expect((await audit()).map(({ action }) => action)).toEqual(["user-created", "membership-given"]);
    const { body } = await scene.call("GET", path());
    expect(body).toEqual([member.username, UserName].toSorted());
  });

  test("gives a User who is there one more Account, and never another password", async () => {
    const user = await makeUser(scene.t.db, { username: fresh(), password: "the right password" });
    const wrong = await put({ UserName: user.username, Password: "another password" });
    expect(wrong).toMatchObject({ status: 403, body: { Field: "Password" } });
    expect((await loaded(user.username))?.memberships).toEqual([]);
    expect((await put({ UserName: user.username })).status).toBe(200);
    expect((await put({ UserName: user.username, Password: "the right password" })).status).toBe(200);
    const after = await loaded(user.username);
    expect([after?.passwordHash, after?.memberships.length]).toEqual([user.passwordHash, 1]);
  });

  test("leaves an Administrator at that level", async () => {
    await raise(member);
    expect((await put({ UserName: member.username })).status).toBe(200);
    expect((await loaded(member.username))?.memberships[0]?.grants).toHaveLength(1);
  });

  test("does not end a suspension", async () => {
    await scene.t.db.membership.updateMany({
      where: { userId: member.id },
      data: { suspendedAt: new Date() },
    });
    expect((await put({ UserName: member.username })).status).toBe(403);
    expect(await scene.t.db.membership.count({ where: { userId: member.id, suspendedAt: null } })).toBe(0);
  });

  test("makes no password for somebody who is invited as Administrator", async () => {
    const email = `${fresh()}@acme.example`;
    await makeInvitation(scene.t, { accountId: scene.account.id, email, asAdministrator: true });
    expect(await put({ UserName: email, Password: password })).toMatchObject({ status: 409 });
    expect(await loaded(email)).toBeNull();
  });

  test("makes one User of two calls at the same moment", async () => {
    const UserName = fresh();
    const both = await Promise.all([
      put({ UserName, Password: password }),
      put({ UserName, Password: password }),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect((await loaded(UserName))?.memberships).toHaveLength(1);
  });
});

describe("taking an Account away", () => {
  const remove = (UserName: string) => scene.call("DELETE", path(), { body: { UserName } });

  test("takes that one alone, also from an Administrator, and says so in the audit", async () => {
    await join(scene.t.db, member.id, (await makeAccount(scene.t.db)).id);
    expect(await remove(member.username.toUpperCase())).toMatchObject({ status: 200, body: {} });
    expect((await loaded(member.username))?.memberships).toHaveLength(1);
    expect(await audit("membership-removed")).toMatchObject([
      { actorKind: "api-client", accountId: scene.account.id, before: { level: "Access" } },
    ]);
    for (const nobody of [member.username, fresh()])
      expect(await remove(nobody)).toMatchObject({ status: 400, body: { Field: "UserName" } });
  });

  test("needs people where the Account is marked sensitive at the same moment", async () => {
    const mark = { where: { id: scene.account.id }, data: { sensitiveBecause: "CFO" } };
    const answers: unknown[] = [];
    await waitsFor(
      scene.t.db,
      (tx) => tx.account.update(mark),
      async () => answers.push(await remove(member.username)),
    );
    expect(answers).toMatchObject([needed]);
    expect((await loaded(member.username))?.memberships).toHaveLength(1);
  });

  test("needs people where the Account is sensitive", async () => {
    await scene.t.db.account.update({ where: { id: scene.account.id }, data: { sensitiveBecause: "CFO" } });
    expect(await remove(member.username)).toMatchObject(needed);
    expect((await loaded(member.username))?.memberships).toHaveLength(1);
  });
});

describe("setting a password", () => {
  const set = (UserName: string, Password = password) =>
    scene.call("PUT", "/v1.0/users", { body: { UserName, Password } });

  test("ends every session, and mails the owner", async () => {
    await makeSession(scene.t, member);
    expect(await set(member.username)).toMatchObject({ status: 200, body: { UserName: member.username } });
    const user = await loaded(member.username);
    expect(await verifyPassword(user?.passwordHash ?? "", password)).toBe(true);
    expect([user?.ownPasswordAt, user?.mustChangePassword]).toEqual([null, false]);
    expect(await scene.t.db.session.count({ where: { userId: member.id } })).toBe(0);
    const about = { notice: "password-set", to: member.email, username: member.username, by: "Billing app" };
    expect(await scene.t.db.mailing.findFirst({ where: { about: { equals: about } } })).not.toBeNull();
    expect(await audit("password-set")).toMatchObject([{ actorKind: "api-client" }]);
  });

  test("of an Administrator needs people, and changes nothing", async () => {
    await raise(member);
    const passwordHash = await hashPassword("before");
    await scene.t.db.user.update({ where: { id: member.id }, data: { passwordHash } });
    expect(await set(member.username)).toMatchObject(needed);
    expect(await loaded(member.username)).toMatchObject({ passwordHash });
    expect(await audit("refused")).toMatchObject([{ subjectName: "reset-password" }]);
  });

  test("of somebody with a sensitive Account needs people", async () => {
    await scene.t.db.account.update({ where: { id: scene.account.id }, data: { sensitiveBecause: "CFO" } });
    expect(await set(member.username)).toMatchObject(needed);
  });

  test("of somebody who is invited as Administrator is a conflict", async () => {
    const { email } = member;
    await makeInvitation(scene.t, { accountId: scene.account.id, email: email ?? "", asAdministrator: true });
    expect((await set(member.username)).status).toBe(409);
  });

  test("takes no unknown user, no API User and no bad password", async () => {
    expect(await set(fresh())).toMatchObject({ status: 400, body: { Field: "UserName" } });
    expect(await set(member.username, "short")).toMatchObject({ status: 400, body: { Field: "Password" } });
    expect(await set(member.username, member.username)).toMatchObject({ status: 400 });
    await scene.t.db.user.update({ where: { id: member.id }, data: { apiUserOfId: scene.account.id } });
    expect(await set(member.username)).toMatchObject({ status: 400, body: { Field: "UserName" } });
    expect((await scene.call("GET", path())).body).toEqual([]);
  });
});

describe("a sign-in token", () => {
  const take = (Username: string) =>
    scene.call("POST", `/v1.0/accounts/${scene.account.apiId}/signintoken`, { body: { Username } });

  test("opens the Account once, for five minutes, and makes a User without a password", async () => {
    const Username = fresh();
    const answer = await take(Username);
    expect(answer.status).toBe(200);
    const { Token, ExpiresAtUtc } = answer.body as { Token: string; ExpiresAtUtc: string };
    expect(new Date(ExpiresAtUtc).getTime() - scene.t.clock.now().getTime()).toBe(5 * 60_000);
    expect(await findSignInToken(scene.t.app, Token)).toMatchObject({
      state: "open",
      account: { id: scene.account.id },
    });
    expect(await loaded(Username)).toMatchObject({ passwordHash: null, memberships: [{ grants: [] }] });
    expect(scene.t.log.join("")).not.toContain(Token);
  });

  test("is not given for a suspended Account or membership", async () => {
    await scene.t.db.membership.updateMany({
      where: { userId: member.id },
      data: { suspendedAt: new Date() },
    });
    expect((await take(member.username)).status).toBe(403);
    await scene.t.db.account.update({ where: { id: scene.account.id }, data: { suspendedAt: new Date() } });
    expect((await take(fresh())).status).toBe(403);
  });
});

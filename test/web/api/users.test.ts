import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { approveRequest } from "../../../src/core/kernel/requests/decide-request.ts";
import { confirmEmailChange } from "../../../src/core/users/notice-mailing.ts";
import type { User } from "../../../src/core/generated/prisma/client.ts";
import { join } from "../../support/account-scene.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { makeAccount, makeActor, makeInvitation, makeUser } from "../../support/factories.ts";
import { waitsForLock } from "../../support/waits-for.ts";
import { apiScene } from "./api-scene.ts";
import { member, unreachable } from "./partner-requests.ts";

const scene = apiScene();
const audit = auditOfTest(() => scene.t.db);
const needed = { status: 403, body: { Code: "approval-needed" } };
const fresh = () => `mail.${randomUUID()}@acme.example`;

interface Page {
  Data: { UserName: string }[];
  NextCursor: string | null;
}

async function list(query: string): Promise<Page> {
  const answer = await scene.call("GET", `/v1.0/users?${query}`);
  expect(answer.status).toBe(200);
  return answer.body as Page;
}

async function raise(user: User): Promise<void> {
  const { id } = await scene.t.db.membership.findFirstOrThrow({ where: { userId: user.id } });
  const startsAt = scene.t.clock.now();
  await scene.t.db.administratorGrant.create({ data: { membershipId: id, startsAt } });
}

describe("the list of Users", () => {
  test("goes along its cursor through everybody once, while others come and go", async () => {
    const stem = `walk.${randomUUID().slice(0, 8)}`;
    for (const at of [3, 1, 5, 2, 4]) await makeUser(scene.t.db, { username: `${stem}.${at}` });
    const names: string[] = [];
    let query = `Search=${stem}&limit=2`;
    for (let page = 0; page < 5; page += 1) {
      const { Data, NextCursor } = await list(query);
      names.push(...Data.map(({ UserName }) => UserName));
      if (page === 0) await scene.t.db.user.delete({ where: { usernameKey: `${stem}.2` } });
      if (page === 0) await makeUser(scene.t.db, { username: `${stem}.0` });
      if (NextCursor === null) break;
      query = `search=${stem}&limit=2&cursor=${NextCursor}`;
    }
    expect(names).toEqual([1, 2, 3, 4, 5].map((at) => `${stem}.${at}`));
  });

  test("finds by the whole user ID or e-mail in any case, and leaves API Users out", async () => {
    const one = await member(scene);
    const found = [{ Id: one.id, UserName: one.username, Email: one.email, HasPassword: false }];
    expect((await list(`UserName=${one.username.toUpperCase()}`)).Data).toMatchObject(found);
    expect((await list(`email=${one.email?.toUpperCase()}`)).Data).toMatchObject(found);
    expect((await list(`Email=${one.username}`)).Data).toEqual([]);
    await scene.t.db.user.update({ where: { id: one.id }, data: { apiUserOfId: scene.account.id } });
    expect((await list(`UserName=${one.username}`)).Data).toEqual([]);
    expect((await scene.call("GET", `/v1.0/users/${one.id}`)).status).toBe(404);
    expect((await scene.call("DELETE", `/v1.0/users/${one.id}`)).status).toBe(404);
  });

  test("is strict: an unknown field, a limit out of bounds and another list's cursor are named", async () => {
    const refused = async (query: string) => (await scene.call("GET", `/v1.0/users?${query}`)).body;
    expect(await refused("per_page=50")).toMatchObject({ Code: "unknown-field", Field: "per_page" });
    for (const limit of ["0", "201", "x"])
      expect(await refused(`limit=${limit}`)).toMatchObject({ Code: "invalid-request", Field: "limit" });
    await makeUser(scene.t.db);
    await makeUser(scene.t.db);
    const { NextCursor } = await list("limit=1");
    expect(NextCursor).not.toBeNull();
    expect(await refused(`Search=ann&cursor=${NextCursor}`)).toMatchObject({ Field: "cursor" });
  });
});

describe("changing a User", () => {
  const put = (user: User, body: unknown) => scene.call("PUT", `/v1.0/users/${user.id}`, { body });

  test("changes names at once, once, and leaves the rest", async () => {
    const one = await member(scene);
    const body = { FirstName: " Ann ", LastName: "Archer" };
    for (const _ of [1, 2])
      expect(await put(one, body)).toMatchObject({
        status: 200,
        body: { FirstName: "Ann", Email: one.email },
      });
    expect(await put(one, {})).toMatchObject({ status: 200, body: { LastName: "Archer" } });
    expect(await audit("names-changed")).toMatchObject([
      { actorKind: "api-client", subjectId: one.id, after: { firstName: "Ann", lastName: "Archer" } },
    ]);
  });

  test("of a first e-mail has a link mailed, and has it with the link alone", async () => {
    const one = await unreachable(scene);
    const Email = fresh();
    expect(await put(one, { Email })).toMatchObject({
      status: 200,
      body: { Email: null, PendingEmail: Email },
    });
    await confirm(one);
    expect(await put(one, {})).toMatchObject({ body: { Email, PendingEmail: null } });
  });

  test("of another e-mail needs people, then tells the present address, and changes it with the link alone", async () => {
    const one = await member(scene);
    const Email = fresh();
    expect(await put(one, { Email })).toMatchObject(needed);
    await askAndApprove(`/v1.0/users/${one.id}`, { Email });
    expect((await scene.call("GET", `/v1.0/users/${one.id}`)).body).toMatchObject({
      Email: one.email,
      PendingEmail: Email,
    });
    const to = (address: string | null) => scene.t.mailer.sent.filter((mail) => mail.to === address);
    expect(to(one.email)).toMatchObject([{ text: expect.stringContaining("Billing app of") }]);
    await confirm(one);
    expect((await scene.call("GET", `/v1.0/users/${one.id}`)).body).toMatchObject({
      Email,
      PendingEmail: null,
    });
  });

  test("of an Administrator's e-mail needs people, also where they became it before the link was followed", async () => {
    const one = await member(scene);
    const Email = fresh();
    await askAndApprove(`/v1.0/users/${one.id}`, { Email });
    await raise(one);
    await expect(confirm(one)).rejects.toThrow(/before the user became an Administrator/);
    const other = { Email: fresh() };
    expect(await put(one, other)).toMatchObject(needed);
    await askAndApprove(`/v1.0/users/${one.id}`, other);
    await confirm(one);
    const { email } = await scene.t.db.user.findUniqueOrThrow({ where: { id: one.id } });
    expect(email).toBe(other.Email);
    one.email = email;
    expect(await put(one, { Email: one.email })).toMatchObject({ status: 200 });
    expect(await put(one, { FirstName: "Ann" })).toMatchObject({ status: 200, body: { Email: one.email } });
  });

  test("takes no address that another has, and no broken one", async () => {
    const [one, other] = [await member(scene), await member(scene)];
    expect(await put(one, { Email: other.email })).toMatchObject({ status: 409, body: { Field: "Email" } });
    expect(await put(one, { Email: "nobody" })).toMatchObject({ status: 400, body: { Field: "Email" } });
    expect(await put(one, { Emial: fresh() })).toMatchObject({ status: 400, body: { Field: "Emial" } });
    for (const id of [randomUUID(), "1", one.username])
      expect((await scene.call("PUT", `/v1.0/users/${id}`, { body: {} })).status).toBe(404);
  });

  test("judges what they are by then: nobody makes them Administrator while it is decided", async () => {
    const one = await unreachable(scene);
    let answering: Promise<{ status: number }> | undefined;
    await scene.t.db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT "id" FROM "User" WHERE "id" = ${one.id}::uuid FOR UPDATE`;
      const { id } = await tx.membership.findFirstOrThrow({ where: { userId: one.id } });
      await tx.administratorGrant.create({ data: { membershipId: id, startsAt: scene.t.clock.now() } });
      answering = put(one, { Email: fresh() });
      await waitsForLock(scene.t.db);
    });
    expect(await answering).toMatchObject(needed);
  });

  async function askAndApprove(path: string, body: unknown): Promise<void> {
    const mona = await makeActor(scene.t, { permissions: { users: "manage" } });
    const asked = await scene.call("PUT", path, { body, headers: { prefer: "respond-async" } });
    expect(asked).toMatchObject({ status: 202, body: { Kind: "change-user", Status: "awaiting-approval" } });
    const { Id } = asked.body as { Id: string };
    expect(asked.headers.get("location")).toBe(`/v1.0/requests/${Id}`);
    await approveRequest({ ...scene.t.app, actor: mona }, Id);
    await scene.t.runJobs();
    expect(await scene.call("GET", `/v1.0/requests/${Id}`)).toMatchObject({ body: { Status: "done" } });
  }

  async function confirm(user: User): Promise<void> {
    await scene.t.runJobs();
    const { email } = await scene.t.db.secretLink.findFirstOrThrow({
      where: { userId: user.id, usedAt: null },
    });
    const text = scene.t.mailer.sent.findLast(({ to }) => to === email)?.text ?? "";
    const actor = { kind: "invitee", name: "somebody", surface: "web" } as const;
    await confirmEmailChange({ ...scene.t.app, actor }, /\/email-changes\/([\w-]+)/.exec(text)?.[1] ?? "");
  }
});

describe("deleting a User", () => {
  const remove = (user: User) => scene.call("DELETE", `/v1.0/users/${user.id}`);

  test("takes every membership along, and a repeat finds nobody", async () => {
    const one = await member(scene);
    await join(scene.t.db, one.id, (await makeAccount(scene.t.db)).id);
    expect(await remove(one)).toMatchObject({ status: 200, body: {} });
    expect(await scene.t.db.membership.count({ where: { userId: one.id } })).toBe(0);
    expect((await audit()).map(({ action }) => action)).toEqual([
      "membership-removed",
      "membership-removed",
      "user-deleted",
    ]);
    expect((await remove(one)).status).toBe(404);
  });

  test("of somebody with a sensitive Account needs people", async () => {
    const one = await member(scene);
    await scene.t.db.account.update({ where: { id: scene.account.id }, data: { sensitiveBecause: "CFO" } });
    expect(await remove(one)).toMatchObject(needed);
    expect(await scene.t.db.user.count({ where: { id: one.id } })).toBe(1);
  });

  test("ends the invitations that the User sent", async () => {
    const one = await member(scene);
    const { invitation } = await makeInvitation(scene.t, { accountId: scene.account.id });
    const data = { invitedById: one.id, asAdministrator: true };
    await scene.t.db.invitation.update({ where: { id: invitation.id }, data });
    expect((await remove(one)).status).toBe(200);
    expect(await scene.t.db.invitation.findUnique({ where: { id: invitation.id } })).toMatchObject({
      revokedAt: expect.any(Date),
    });
  });
});

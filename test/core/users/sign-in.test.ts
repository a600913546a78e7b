import { afterAll, beforeAll, expect, test } from "vitest";
import { findSession } from "../../../src/core/kernel/sessions/find-session.ts";
import { hashPassword } from "../../../src/core/kernel/secrets/password.ts";
import { nobodysHash, signIn, signInRefused } from "../../../src/core/users/sign-in.ts";
import { makeAccount, makeUser } from "../../support/factories.ts";
import { until } from "../../support/until.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t.close());

const password = "seven quiet herons";
const visitor = { kind: "visitor", name: "somebody at 192.0.2.1", surface: "web" } as const;
const browser = { userAgent: "Firefox", address: "192.0.2.1", token: undefined };
const enter = (username: string, secret = password) =>
  signIn({ ...t.app, actor: visitor }, { username, password: secret }, browser);

test("begins a session for a user ID in any case, and records who and from where", async () => {
  const user = await makeUser(t.db, { username: "Ann.Lee", password });
  const { token } = await enter(" ann.lee ");
  expect((await findSession(t.app, token))?.userId).toBe(user.id);
  expect(await t.db.auditEvent.findFirst({ orderBy: { id: "desc" } })).toMatchObject({
    actorKind: "account-user",
    actorId: user.id,
    surface: "web",
    action: "signed-in",
    subjectId: user.id,
    after: { from: "192.0.2.1" },
  });
});

test("refuses in one voice: no such user, another password, no password, an API User, the e-mail", async () => {
  const account = await makeAccount(t.db);
  await makeUser(t.db, { username: "bea", email: "bea@acme.example", password });
  await makeUser(t.db, { username: "passwordless" });
  const service = await makeUser(t.db, { username: "service", password });
  await t.db.user.update({ where: { id: service.id }, data: { apiUserOfId: account.id } });
  const tries: [string, string?][] = [
    ["nobody"],
    [""],
    ["bea", "Seven quiet herons"],
    ["bea", ""],
    ["passwordless", ""],
    ["service"],
    ["bea@acme.example"],
  ];
  for (const [username, secret] of tries)
    await expect(enter(username, secret)).rejects.toMatchObject({ code: "invalid", message: signInRefused });
  const told = await t.db.auditEvent.findMany({ where: { action: "sign-in-refused" } });
  expect(told.map(({ subjectName }) => subjectName)).toEqual([
    "",
    "",
    "bea",
    "bea",
    "passwordless",
    "service",
    "",
  ]);
  expect(
    JSON.stringify(told.map(({ after, actorName, subjectId }) => [after, actorName, subjectId])),
  ).not.toContain("nobody");
});

test("works as hard on nobody's password as on anybody's", async () => {
  const costs = (hash: string) => hash.split("$").slice(1, 4);
  expect(costs(nobodysHash)).toEqual(costs(await hashPassword(password)));
});

test("begins none with a password that is changed at the same moment", async () => {
  const user = await makeUser(t.db, { username: "race", password });
  let entering: Promise<unknown> = Promise.resolve();
  await t.db.$transaction(async (tx) => {
    await tx.user.update({ where: { id: user.id }, data: { passwordHash: nobodysHash } });
    let over = false;
    entering = enter("race")
      .catch((error: Error) => error.message)
      .finally(() => void (over = true));
    // It has read the old password, and now waits for this transaction.
    await until(async () => over || (await waiting()) > 0);
    await tx.session.deleteMany({ where: { userId: user.id } });
  });
  expect(await entering).toBe(signInRefused);
  expect(await t.db.session.count({ where: { userId: user.id } })).toBe(0);
});

async function waiting(): Promise<number> {
  const [row] = await t.db.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
  return Number(row?.count ?? 0);
}

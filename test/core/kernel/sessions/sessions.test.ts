import { afterAll, beforeAll, expect, test } from "vitest";
import { hours, minutes } from "../../../../src/core/kernel/time/clock.ts";
import {
  endOtherSessions,
  endSession,
  listSessions,
  startSession,
  findSession,
  sweepSessions,
} from "../../../../src/core/kernel/sessions/find-session.ts";
import { hashToken } from "../../../../src/core/kernel/secrets/token.ts";
import { makeAccount, makeConsoleUser, makeSession, makeUser } from "../../../support/factories.ts";
import { createTestApp, type TestApp } from "../../../support/test-app.ts";

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t.close());

const lasts = async (token: string) => (await findSession(t.app, token)) !== undefined;

test("is found by its token, of which only the SHA-256 is kept", async () => {
  const user = await makeUser(t.db);
  const { token, actor } = await makeSession(t, user);
  const session = await findSession(t.app, token);
  expect([session?.id, session?.user?.username]).toEqual([actor.sessionId, user.username]);
  const row = await t.db.session.findUniqueOrThrow({ where: { id: actor.sessionId } });
  expect(Buffer.from(row.tokenHash).equals(Buffer.from(hashToken(token)))).toBe(true);
  expect(JSON.stringify(row)).not.toContain(token);
  expect(await lasts(Buffer.from(row.tokenHash).toString("base64url"))).toBe(false);
});

test("ends after an hour without use, and after twelve in any case", async () => {
  const user = await makeUser(t.db);
  const [idle, used] = [await makeSession(t, user), await makeSession(t, user)];
  for (let passed = 50; passed < 12 * 60; passed += 50) {
    t.clock.advance(minutes(50));
    expect(await lasts(used.token)).toBe(true);
  }
  expect(await lasts(idle.token)).toBe(false);
  t.clock.advance(minutes(20));
  expect(await lasts(used.token)).toBe(false);
});

test("ends after two hours where it began with a sign-in link", async () => {
  const account = await makeAccount(t.db);
  const { token } = await makeSession(t, await makeUser(t.db), { accountId: account.id });
  for (const passed of [40, 40, 39]) {
    t.clock.advance(minutes(passed));
    expect(await lasts(token)).toBe(true);
  }
  t.clock.advance(minutes(1));
  expect(await lasts(token)).toBe(false);
});

test("never goes on over a sign-in: the browser's earlier one is dead", async () => {
  const [mallory, victim] = [await makeUser(t.db), await makeUser(t.db)];
  const planted = await makeSession(t, mallory);
  const browser = { userAgent: "Firefox", address: "192.0.2.1", token: planted.token };
  const holder = { userId: victim.id };
  const own = await startSession(t.db, { holder, browser }, t.clock.now());
  expect(own.token).not.toBe(planted.token);
  expect([await lasts(planted.token), await lasts(own.token)]).toEqual([false, true]);
});

test("keeps to a Console User who was not removed", async () => {
  const { id } = await makeConsoleUser(t.db);
  const browser = { userAgent: "", address: "192.0.2.1", token: undefined };
  const { token } = await startSession(t.db, { holder: { consoleUserId: id }, browser }, t.clock.now());
  expect((await findSession(t.app, token))?.consoleUser?.id).toBe(id);
  await t.db.consoleUser.update({ where: { id }, data: { removedAt: t.clock.now() } });
  expect(await lasts(token)).toBe(false);
});

test("is listed to its owner alone, who ends one, or all others", async () => {
  const [user, stranger] = [await makeUser(t.db), await makeUser(t.db)];
  const phone = await makeSession(t, user, { userAgent: "Phone" });
  t.clock.advance(minutes(1));
  const [laptop, tablet] = [await makeSession(t, user, { userAgent: "Laptop" }), await makeSession(t, user)];
  const foreign = await makeSession(t, stranger);
  const ctx = { ...t.app, actor: laptop.actor };
  expect((await listSessions(ctx)).map(({ userAgent }) => userAgent)).toEqual(["Firefox", "Laptop", "Phone"]);
  await endSession(ctx, { sessionId: phone.actor.sessionId });
  await expect(endSession(ctx, { sessionId: phone.actor.sessionId })).rejects.toMatchObject({
    code: "not-found",
  });
  await expect(endSession(ctx, { sessionId: foreign.actor.sessionId })).rejects.toMatchObject({
    code: "not-found",
  });
  expect(await endOtherSessions(ctx, laptop.actor.sessionId)).toBe(1);
  expect(await endOtherSessions(ctx, laptop.actor.sessionId)).toBe(0);
  const left = await Promise.all([phone, laptop, tablet, foreign].map(({ token }) => lasts(token)));
  expect(left).toEqual([false, true, false, true]);
  const told = await t.db.auditEvent.findMany({ where: { actorId: user.id }, orderBy: { id: "asc" } });
  expect(told.map(({ action }) => action)).toEqual(["session-ended", "sessions-ended"]);
});

test("is swept when it is over, and not before", async () => {
  await t.db.session.deleteMany();
  await makeSession(t, await makeUser(t.db));
  expect(await sweepSessions(t.app)).toBe(0);
  t.clock.advance(hours(1));
  expect(await sweepSessions(t.app)).toBe(1);
  expect(await t.db.session.count()).toBe(0);
});

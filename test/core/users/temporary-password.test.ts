import { expect, test } from "vitest";
import { hours } from "../../../src/core/kernel/time/clock.ts";
import { verifyPassword } from "../../../src/core/kernel/secrets/password.ts";
import { createUserRequest } from "../../../src/core/users/create-user.ts";
import { createUserInput, resetPasswordRequest } from "../../../src/core/users/reset-password.ts";
import {
  showTemporaryPassword,
  unshownRequest,
  newTemporaryPassword,
} from "../../../src/core/users/show-temporary-password.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { requestEmailChange } from "../../../src/core/users/change-names.ts";
import { makeSession, makeUser } from "../../support/factories.ts";
import { inviteScene, place } from "../../support/invite-scene.ts";
import { readWords } from "../../support/recorded-chat.ts";
import { ask, manager } from "./user-scene.ts";

const scene = inviteScene();

const input = (username: string) =>
  createUserInput.parse({
    username,
    firstName: "",
    lastName: "",
    accountIds: [],
    password: "temporary",
  });
const userCalled = (usernameKey: string) => scene.t.db.user.findUniqueOrThrow({ where: { usernameKey } });

test("is made when it is shown, kept as a hash alone, and has to be changed", async () => {
  const { requestId } = await ask(scene, createUserRequest, input("robot"));
  expect(await userCalled("robot")).toMatchObject({ passwordHash: null, mustChangePassword: false });
  expect(scene.t.mailer.sent).toHaveLength(0);
  const { username, password } = await showTemporaryPassword(scene.ctx, requestId);
  const user = await userCalled("robot");
  expect(username).toBe("robot");
  expect(await verifyPassword(user.passwordHash ?? "", password)).toBe(true);
  expect(user.mustChangePassword).toBe(true);
  await scene.t.runJobs();
  expect(readWords(scene.t.chat.latest().note)).toContain("was shown to its requester, once");
  const [requests, audit] = [await scene.t.db.request.findMany(), await scene.t.db.auditEvent.findMany()];
  const kept = JSON.stringify(
    [requests, audit, scene.t.chat.messages, scene.t.log, scene.t.queue.waiting],
    (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value),
  );
  expect(kept).toContain("temporary-password-shown");
  expect(kept).not.toContain(password);
});

test("of a User who was there is shown once as well, even to two clicks at the same moment", async () => {
  const user = await makeUser(scene.t.db, { username: "there", password: "known to somebody" });
  const { requestId } = await ask(scene, resetPasswordRequest, { userId: user.id, password: "temporary" });
  const both = await Promise.allSettled([
    showTemporaryPassword(scene.ctx, requestId),
    showTemporaryPassword(scene.ctx, requestId),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const [shown] = both.flatMap((one) => (one.status === "fulfilled" ? one.value.password : []));
  expect(await verifyPassword((await userCalled("there")).passwordHash ?? "", shown ?? "")).toBe(true);
});

test("is shown once, even to two clicks at the same moment", async () => {
  const { requestId } = await ask(scene, createUserRequest, input("twice"));
  const both = await Promise.allSettled([
    showTemporaryPassword(scene.ctx, requestId),
    showTemporaryPassword(scene.ctx, requestId),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const again = showTemporaryPassword(scene.ctx, requestId);
  await expect(again).rejects.toMatchObject({ code: "conflict", message: /already shown/ });
  const [shown] = both.flatMap((one) => (one.status === "fulfilled" ? one.value.password : []));
  expect(await verifyPassword((await userCalled("twice")).passwordHash ?? "", shown ?? "")).toBe(true);
});

test("leaves nothing that somebody may hold who used the User before: no session, no link, no change of the e-mail", async () => {
  const { db, app } = scene.t;
  const user = await makeUser(db, { username: "taken-over", password: "known to many" });
  const { actor } = await makeSession(scene.t, user);
  await requestEmailChange({ ...app, actor }, { email: "thief@acme.example", password: "known to many" });
  await ask(scene, resetPasswordRequest, { userId: user.id, password: "link" });
  const { requestId } = await ask(scene, resetPasswordRequest, { userId: user.id, password: "temporary" });
  await showTemporaryPassword(scene.ctx, requestId);
  const held = { where: { userId: user.id } };
  expect([await db.session.count(held), await db.secretLink.count(held)]).toEqual([0, 0]);
});

test("is shown without using up that of another", async () => {
  const [one, other] = [
    await ask(scene, createUserRequest, input("first")),
    await ask(scene, createUserRequest, input("second")),
  ];
  await showTemporaryPassword(scene.ctx, one.requestId);
  expect((await showTemporaryPassword(scene.ctx, other.requestId)).username).toBe("second");
});

test("is for its requester alone, while they may, once the User is there, and for a day", async () => {
  const early = await submitRequest(scene.ctx, createUserRequest, input("mine"), place());
  await expect(showTemporaryPassword(scene.ctx, early.requestId)).rejects.toMatchObject({
    message: /Not yet/,
  });
  await scene.t.runJobs();
  const stranger = await manager(scene);
  const refused = showTemporaryPassword(stranger, early.requestId);
  await expect(refused).rejects.toMatchObject({ code: "not-found" });
  const actor = { ...scene.ctx.actor, permissions: {} };
  const without = showTemporaryPassword({ ...scene.ctx, actor }, early.requestId);
  await expect(without).rejects.toMatchObject({ code: "forbidden" });
  const user = await userCalled("mine");
  expect(await unshownRequest(scene.ctx, user)).toBe(early.requestId);
  expect(await unshownRequest(stranger, user)).toBeUndefined();
  scene.t.clock.advance(hours(24));
  expect(await unshownRequest(scene.ctx, user)).toBeUndefined();
  const late = showTemporaryPassword(scene.ctx, early.requestId);
  await expect(late).rejects.toMatchObject({ code: "expired" });
  expect((await userCalled("mine")).passwordHash).toBeNull();
});

test("of a new User takes no password away that was set in the meantime", async () => {
  const { requestId } = await ask(scene, createUserRequest, input("quick"));
  await scene.t.db.user.update({ where: { usernameKey: "quick" }, data: { passwordHash: "theirs" } });
  const late = showTemporaryPassword(scene.ctx, requestId);
  await expect(late).rejects.toMatchObject({ code: "conflict", message: /already has a password/ });
  expect(await userCalled("quick")).toMatchObject({ passwordHash: "theirs", mustChangePassword: false });
});

test("can be made anew for a User who has one, who is asked about first", async () => {
  const user = await makeUser(scene.t.db, { username: "lost", password: "an old password" });
  const asked = { userId: user.id, password: "temporary" } as const;
  const submitted = await ask(scene, resetPasswordRequest, asked);
  expect(submitted.needsConfirmation).toBe(true);
  expect((await userCalled("lost")).passwordHash).toBe(user.passwordHash);
  const { password } = await showTemporaryPassword(scene.ctx, submitted.requestId);
  expect(await verifyPassword((await userCalled("lost")).passwordHash ?? "", password)).toBe(true);
});

test("is refused where the User is gone by then", async () => {
  const { requestId } = await ask(scene, createUserRequest, input("gone"));
  await scene.t.db.user.delete({ where: { usernameKey: "gone" } });
  await makeUser(scene.t.db, { username: "gone" });
  const late = showTemporaryPassword(scene.ctx, requestId);
  await expect(late).rejects.toMatchObject({ code: "not-found" });
  expect((await userCalled("gone")).passwordHash).toBeNull();
});

test("is long, and never twice the same", () => {
  const many = Array.from({ length: 200 }, newTemporaryPassword);
  expect(new Set(many).size).toBe(200);
  for (const one of many) expect(one).toMatch(/^[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){3}$/);
});

test("is not offered of a request that has failed after all, or was cancelled then", async () => {
  const user = await makeUser(scene.t.db, { username: "not.offered" });
  const { requestId } = await ask(scene, resetPasswordRequest, { userId: user.id, password: "temporary" });
  expect(await unshownRequest(scene.ctx, user)).toBe(requestId);
  for (const status of ["failed", "cancelled", "queued"] as const) {
    await scene.t.db.request.update({ where: { id: requestId }, data: { status } });
    expect(await unshownRequest(scene.ctx, user)).toBeUndefined();
    await expect(showTemporaryPassword(scene.ctx, requestId)).rejects.toMatchObject({ code: "conflict" });
  }
});

import { expect, test } from "vitest";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { deleteUserRequest } from "../../../src/core/users/delete-user.ts";
import { makeAccount, makeInvitation, makeUser } from "../../support/factories.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { inviteScene, place } from "../../support/invite-scene.ts";
import { readWords } from "../../support/recorded-chat.ts";
import { ask, beforeItsEnd, join, manager, requestOf } from "./user-scene.ts";

const scene = inviteScene();
const events = auditOfTest(() => scene.t.db);

test("tells who loses what, on every Account, and asks", async () => {
  const user = await makeUser(scene.t.db, { username: "leaver", email: "leaver@own.example" });
  const other = await makeAccount(scene.t.db, { name: "Other" });
  await join(scene, user.id, scene.accountId, "Administrator");
  await join(scene, user.id, other.id);
  await makeInvitation(scene.t, { email: "leaver@own.example" });
  const plan = await deleteUserRequest.plan(await manager(scene), { userId: user.id });
  expect(plan.needsConfirmation).toBe(true);
  expect(plan.effects.join("\n")).toMatch(
    /loses 2 Accounts[\s\S]*Acme Ltd .*Administrator[\s\S]*Other .*Access/,
  );
  expect(plan.warnings.join("\n")).toMatch(/Left without an Administrator: Acme Ltd[\s\S]*stays open/);
});

test("deletes the User with every Membership and link; the audit keeps the name on each Account", async () => {
  const user = await makeUser(scene.t.db, { username: "gone.for.good", email: "gone@own.example" });
  await join(scene, user.id, scene.accountId, "Administrator");
  await scene.t.db.secretLink.create({
    data: {
      purpose: "password",
      userId: user.id,
      tokenHash: Buffer.alloc(32, 7),
      expiresAt: scene.t.clock.now(),
    },
  });
  await ask(scene, deleteUserRequest, { userId: user.id }, await manager(scene));
  expect(await scene.t.db.user.findUnique({ where: { id: user.id } })).toBeNull();
  expect(await scene.t.db.membership.count({ where: { userId: user.id } })).toBe(0);
  expect(await scene.t.db.secretLink.count({ where: { purpose: "password", userId: user.id } })).toBe(0);
  expect(await scene.t.db.account.count({ where: { id: scene.accountId } })).toBe(1);
  expect(await events("membership-removed")).toMatchObject([
    { accountId: scene.accountId, subjectName: "gone.for.good", before: { level: "Administrator" } },
  ]);
  expect(await events("user-deleted")).toMatchObject([
    { before: { username: "gone.for.good", accounts: 1 } },
  ]);
  const card = scene.t.chat.latest();
  expect(card.title).toBe("User deleted");
  expect(card.fields.map(([, value]) => readWords(value)).join()).toContain("gone.for.good");
});

test("of two at once one deletes, and the other finds nothing left to do", async () => {
  const user = await makeUser(scene.t.db, { username: "twice.deleted" });
  const ctx = await manager(scene);
  const first = await ask(scene, deleteUserRequest, { userId: user.id }, ctx);
  const row = await requestOf(scene, first);
  const include = { requester: true, apiClient: true, account: true } as const;
  const again = await scene.t.db.request.update({ where: { id: row.id }, data: beforeItsEnd, include });
  expect(await deleteUserRequest.run(ctx, again, { userId: user.id })).toBe("deleted");
  expect(await deleteUserRequest.run(ctx, { ...again, appliedAt: null }, { userId: user.id })).toBe(
    "already",
  );
  expect(await events("user-deleted")).toHaveLength(1);
});

test("keeps its question short enough to be read whole, whatever there is to lose", async () => {
  const user = await makeUser(scene.t.db, { username: "n".repeat(100) });
  for (let at = 0; at < 30; at += 1) {
    const { id } = await makeAccount(scene.t.db, { name: "N".repeat(300) });
    await join(scene, user.id, id, "Administrator");
  }
  const { effects, warnings } = await deleteUserRequest.plan(await manager(scene), { userId: user.id });
  const words = [...effects, ...warnings].join("\n• ");
  expect(words.length).toBeLessThan(2800);
  expect(words).toMatch(/and 10 more Accounts[\s\S]*Left without[\s\S]*and 25 more Accounts/);
});

test("needs users: manage", async () => {
  const user = await makeUser(scene.t.db);
  const refused = submitRequest(scene.ctx, deleteUserRequest, { userId: user.id }, place());
  await expect(refused).rejects.toMatchObject({ code: "forbidden", message: /“users: manage”/ });
});

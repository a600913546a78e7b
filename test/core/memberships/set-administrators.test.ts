import { expect, test } from "vitest";
import { grantAdministratorRequest } from "../../../src/core/memberships/grant-administrator.ts";
import { setAdministratorsRequest } from "../../../src/core/memberships/set-administrators.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { makeUser } from "../../support/factories.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { inviteScene, place } from "../../support/invite-scene.ts";
import { ask, join, levelsOf, manager, requestOf } from "../users/user-scene.ts";

const scene = inviteScene();
const events = auditOfTest(() => scene.t.db);

async function members(...levels: ("Administrator" | "Access")[]): Promise<string[]> {
  const ids: string[] = [];
  for (const level of levels) {
    const { id } = await makeUser(scene.t.db);
    await join(scene, id, scene.accountId, level);
    ids.push(id);
  }
  return ids;
}

const level = async (userId: string) => Object.values(await levelsOf(scene, userId))[0];
const change = (grant: string[], revoke: string[]) => ({ accountId: scene.accountId, grant, revoke });

test("grants and revokes together, and leaves everybody else alone", async () => {
  const [ann = "", ben = "", cid = "", dan = ""] = await members(
    ...(["Access", "Administrator", "Administrator", "Access"] as const),
  );
  const submitted = await ask(scene, setAdministratorsRequest, change([ann], [ben]));
  expect(submitted.needsConfirmation).toBe(true);
  expect(await Promise.all([ann, ben, cid, dan].map(level))).toEqual([
    "Administrator",
    "Access",
    "Administrator",
    "Access",
  ]);
  expect((await events()).map(({ action }) => action)).toContain("administrator-revoked");
  expect(scene.t.chat.latest().title).toBe("Administrators saved");
});

test("asks nothing where nobody loses anything", async () => {
  const [ann = ""] = await members("Access");
  expect((await ask(scene, setAdministratorsRequest, change([ann], []))).needsConfirmation).toBe(false);
  expect(await level(ann)).toBe("Administrator");
});

test("warns where the last Administrator goes, and the card says it", async () => {
  const [ann = "", ben = ""] = await members("Administrator", "Access");
  const plan = await setAdministratorsRequest.plan(scene.ctx, change([], [ann]));
  expect(plan.warnings).toEqual([expect.stringContaining("is left without an Administrator")]);
  const kept = await setAdministratorsRequest.plan(scene.ctx, change([ben], [ann]));
  expect(kept.warnings).toEqual([]);
  const submitted = await ask(scene, setAdministratorsRequest, change([], [ann]));
  expect(await requestOf(scene, submitted)).toMatchObject({ outcome: "saved-last" });
});

test("does not overwrite what somebody else changed while the list was open", async () => {
  const [ann = "", ben = ""] = await members("Access", "Access");
  const submitted = await submitRequest(scene.ctx, setAdministratorsRequest, change([ann], []), place());
  await ask(scene, grantAdministratorRequest, { userId: ben, accountId: scene.accountId });
  expect([await level(ann), await level(ben)]).toEqual(["Administrator", "Administrator"]);
  expect(await requestOf(scene, submitted)).toMatchObject({ status: "done" });
});

test("says where somebody else was first, and gives no second grant", async () => {
  const [ann = ""] = await members("Access");
  await submitRequest(scene.ctx, setAdministratorsRequest, change([ann], []), place());
  await ask(scene, grantAdministratorRequest, { userId: ann, accountId: scene.accountId });
  expect(await scene.t.db.administratorGrant.count({ where: { membership: { userId: ann } } })).toBe(1);
  const plan = await setAdministratorsRequest.plan(scene.ctx, change([ann], []));
  expect(plan.effects).toContainEqual(expect.stringContaining("somebody else was first"));
});

test("refuses the whole where somebody is no member, and without users: edit", async () => {
  const [ann = ""] = await members("Access");
  const { id } = await makeUser(scene.t.db);
  const refused = submitRequest(scene.ctx, setAdministratorsRequest, change([ann, id], []), place());
  await expect(refused).rejects.toMatchObject({ code: "conflict" });
  const viewer = await manager(scene, "view");
  const forbidden = submitRequest(viewer, setAdministratorsRequest, change([ann], []), place());
  await expect(forbidden).rejects.toMatchObject({ code: "forbidden" });
  expect(await level(ann)).toBe("Access");
});

test("a tick for somebody who is Administrator for a time makes it one without an end", async () => {
  const [ann = ""] = await members("Access");
  await ask(scene, grantAdministratorRequest, { userId: ann, accountId: scene.accountId, forMinutes: 60 });
  const submitted = await ask(scene, setAdministratorsRequest, change([ann], []));
  expect(submitted.plan.effects).toContainEqual(
    expect.stringContaining("becomes Administrator without an end"),
  );
  expect(await requestOf(scene, submitted)).toMatchObject({ outcome: "saved" });
  scene.t.clock.advance(3_600_000);
  expect(await level(ann)).toBe("Administrator");
});

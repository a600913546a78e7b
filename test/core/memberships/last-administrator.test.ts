import { beforeEach, describe, expect, test } from "vitest";
import type { User } from "../../../src/core/generated/prisma/client.ts";
import { after, minutes } from "../../../src/core/kernel/time/clock.ts";
import { removeUserRequest } from "../../../src/core/memberships/remove-user.ts";
import { revokeAdministratorRequest } from "../../../src/core/memberships/revoke-administrator.ts";
import { setAdministratorsRequest } from "../../../src/core/memberships/set-administrators.ts";
import { tickAdministrators } from "../../../src/core/memberships/tick-administrators.ts";
import { suspendMembershipRequest } from "../../../src/core/memberships/suspend-membership.ts";
import { deleteUserRequest } from "../../../src/core/users/delete-user.ts";
import { makeSession, makeUser } from "../../support/factories.ts";
import { inviteScene } from "../../support/invite-scene.ts";
import { ask, join, manager, requestOf } from "../users/user-scene.ts";

const scene = inviteScene();
let hanna: User;

/** Somebody else in the Account: with the level, at a moment, suspended or not. */
async function other(given: { starts: number; ends?: number; suspended?: true }): Promise<void> {
  const user = await makeUser(scene.t.db);
  const at = (inMinutes: number) => after(scene.t.clock.now(), minutes(inMinutes));
  const { starts, ends, suspended } = given;
  await scene.t.db.membership.create({
    data: {
      userId: user.id,
      accountId: scene.accountId,
      suspendedAt: suspended ? at(0) : null,
      grants: { create: { startsAt: at(starts), endsAt: ends === undefined ? null : at(ends) } },
    },
  });
}

/** Who else is there, and whether hanna is the last Administrator. */
const worlds: [string, () => Promise<unknown>, boolean][] = [
  ["nobody else", async () => undefined, true],
  ["somebody with Access", async () => join(scene, (await makeUser(scene.t.db)).id, scene.accountId), true],
  ["an Administrator who is suspended", () => other({ starts: -60, suspended: true }), true],
  ["one whose time has just run out", () => other({ starts: -60, ends: 0 }), true],
  ["one whose time has not begun", () => other({ starts: 1 }), true],
  ["another Administrator", () => other({ starts: 0 }), false],
  ["another for a time", () => other({ starts: -60, ends: 1 }), false],
];

beforeEach(async () => {
  hanna = await makeUser(scene.t.db);
  await join(scene, hanna.id, scene.accountId, "Administrator");
});

const own = () => ({ userId: hanna.id, accountId: scene.accountId });
const warned = ({ warnings }: { warnings: string[] }) =>
  warnings.some((line) => /without an (?:active )?Administrator/u.test(line));

describe.each(worlds)("where there is %s besides", (besides, given, last) => {
  beforeEach(async () => {
    await given();
  });

  test("whoever is asked is warned, or is not", async () => {
    const ctx = await manager(scene);
    const ticks = { accountId: scene.accountId, grant: [], revoke: [hanna.id] };
    expect(
      [
        await removeUserRequest.plan(ctx, own()),
        await revokeAdministratorRequest.plan(ctx, own()),
        await suspendMembershipRequest.plan(ctx, { ...own(), because: null }),
        await setAdministratorsRequest.plan(ctx, ticks),
        await deleteUserRequest.plan(ctx, { userId: hanna.id }),
      ].map(warned),
    ).toEqual([last, last, last, last, last]);
  });

  test("a removal says so afterwards", async () => {
    const { outcome } = await requestOf(
      scene,
      await ask(scene, removeUserRequest, own(), await manager(scene)),
    );
    expect(outcome).toBe(last ? "removed-last" : "removed");
  });

  test("a revocation says so afterwards", async () => {
    const submitted = await ask(scene, revokeAdministratorRequest, own(), await manager(scene));
    expect((await requestOf(scene, submitted)).outcome).toBe(last ? "revoked-last" : "revoked");
  });

  test("a list of ticks says so afterwards", async () => {
    const ticks = { accountId: scene.accountId, grant: [], revoke: [hanna.id] };
    const submitted = await ask(scene, setAdministratorsRequest, ticks, await manager(scene));
    expect((await requestOf(scene, submitted)).outcome).toBe(last ? "saved-last" : "saved");
  });

  test("an Administrator of the Account cannot take their own level away, or can", async () => {
    const { actor } = await makeSession(scene.t, hanna);
    const ticks = { accountId: scene.accountId, grant: [], revoke: [hanna.id] };
    const ticking = tickAdministrators({ ...scene.t.app, actor }, ticks).catch(({ code }) => code as string);
    // One for a time does not do: it ends, and nobody is left.
    const lasting = !last && besides !== "another for a time";
    expect(await ticking).toBe(lasting ? "saved" : "conflict");
  });
});

test("somebody with Access is nowhere the last Administrator", async () => {
  const ben = await makeUser(scene.t.db);
  await join(scene, ben.id, scene.accountId);
  await scene.t.db.administratorGrant.deleteMany();
  const ctx = await manager(scene);
  const input = { userId: ben.id, accountId: scene.accountId };
  expect(warned(await removeUserRequest.plan(ctx, input))).toBe(false);
  expect(warned(await suspendMembershipRequest.plan(ctx, { ...input, because: null }))).toBe(false);
  expect(warned(await deleteUserRequest.plan(ctx, { userId: ben.id }))).toBe(false);
  const { outcome } = await requestOf(scene, await ask(scene, removeUserRequest, input, ctx));
  expect(outcome).toBe("removed");
});

test("whoever is granted with the same ticks counts as one who is left", async () => {
  const ben = await makeUser(scene.t.db);
  await join(scene, ben.id, scene.accountId);
  const ticks = { accountId: scene.accountId, grant: [ben.id], revoke: [hanna.id] };
  const ctx = await manager(scene);
  expect(warned(await setAdministratorsRequest.plan(ctx, ticks))).toBe(false);
  const { outcome } = await requestOf(scene, await ask(scene, setAdministratorsRequest, ticks, ctx));
  expect(outcome).toBe("saved");
});

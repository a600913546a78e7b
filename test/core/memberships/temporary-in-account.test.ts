import { beforeEach, describe, expect, test } from "vitest";
import type { AccountUserActor, Context } from "../../../src/core/context.ts";
import type { User } from "../../../src/core/generated/prisma/client.ts";
import { resendOwnInvitation } from "../../../src/core/invitations/own-invitations.ts";
import type { DomainError } from "../../../src/core/kernel/errors.ts";
import { inviteToOwnAccount } from "../../../src/core/invitations/send-invitation.ts";
import { standingAt } from "../../../src/core/kernel/levels/require-level.ts";
import { hours } from "../../../src/core/kernel/time/clock.ts";
import { tickAdministrators } from "../../../src/core/memberships/tick-administrators.ts";
import { beforeTheWrite } from "../../support/before-the-write.ts";
import { makeInvitation, makeSession, makeUser } from "../../support/factories.ts";
import { inviteScene } from "../../support/invite-scene.ts";
import { join } from "../users/user-scene.ts";

const scene = inviteScene();
/** Administrator without an end, Administrator for four hours, and one with Access. */
let [ann, tim, cid]: User[] = [];

async function give(user: User | undefined, forMs?: number): Promise<void> {
  const { id } = await scene.t.db.membership.findFirstOrThrow({ where: { userId: user?.id ?? "" } });
  const startsAt = scene.t.clock.now();
  const endsAt = forMs ? new Date(startsAt.getTime() + forMs) : null;
  await scene.t.db.administratorGrant.create({ data: { membershipId: id, startsAt, endsAt } });
}

beforeEach(async () => {
  [ann, tim, cid] = [await makeUser(scene.t.db), await makeUser(scene.t.db), await makeUser(scene.t.db)];
  for (const user of [ann, tim, cid]) await join(scene, user?.id ?? "", scene.accountId);
  await give(ann);
  await give(tim, hours(4));
});

async function as(user: User | undefined): Promise<Context<AccountUserActor>> {
  if (!user) throw new Error("nobody");
  return { ...scene.t.app, actor: (await makeSession(scene.t, user)).actor };
}

const ids = (users: (User | undefined)[]) => users.flatMap((user) => user?.id ?? []);
const tick = async (
  by: User | undefined,
  { grant = [], revoke = [] }: { grant?: (User | undefined)[]; revoke?: (User | undefined)[] },
  ctx?: Context<AccountUserActor>,
) =>
  tickAdministrators(ctx ?? (await as(by)), {
    accountId: scene.accountId,
    grant: ids(grant),
    revoke: ids(revoke),
  });

/** Each with their level and its end. */
const levels = async () => {
  const members = await scene.t.db.membership.findMany({
    where: { accountId: scene.accountId },
    include: { grants: true },
    orderBy: { createdAt: "asc" },
  });
  return members.map(({ userId, grants }) => [userId, standingAt(grants, scene.t.clock.now())]);
};

describe("somebody who is Administrator for a time", () => {
  test("is not made one without an end by their own tick, nor by another's that did not mean it", async () => {
    const before = await levels();
    await expect(tick(tim, { grant: [tim] })).rejects.toMatchObject({ code: "forbidden" });
    await expect(tick(ann, { grant: [tim] })).rejects.toMatchObject({ code: "conflict" });
    await expect(tick(ann, { grant: [ann] })).rejects.toMatchObject({ code: "forbidden" });
    expect(await levels()).toEqual(before);
  });

  test("nor by a tick for somebody with Access who is made one for a time before it is saved", async () => {
    const ctx = beforeTheWrite(await as(ann), () => give(cid, hours(4)));
    await expect(tick(ann, { grant: [cid] }, ctx)).rejects.toMatchObject({ code: "conflict" });
  });

  test("makes nobody else one, who could make them one in turn: neither by a tick nor by an invitation", async () => {
    const before = await levels();
    await expect(tick(tim, { grant: [cid] })).rejects.toMatchObject({
      code: "forbidden",
      message: /You are Administrator until .* cannot make somebody else one for longer/,
    });
    const known = await makeUser(scene.t.db);
    for (const email of ["boss@acme.example", known.email ?? ""]) {
      const invited = inviteToOwnAccount(await as(tim), scene.accountId, { email, asAdministrator: true });
      await expect(invited).rejects.toMatchObject({ code: "forbidden", field: "asAdministrator" });
    }
    expect(await levels()).toEqual(before);
    expect(await scene.t.db.invitation.count({ where: { accountId: scene.accountId } })).toBe(0);
    const form = { email: "helper@acme.example", asAdministrator: false };
    expect(await inviteToOwnAccount(await as(tim), scene.accountId, form)).toBe("invited");
  });

  test("does not bring back an invitation as Administrator that has expired, and resends one that is open", async () => {
    for (const state of ["expired", "open"] as const) {
      const given = { accountId: scene.accountId, asAdministrator: true, state };
      const { invitation } = await makeInvitation(scene.t, given);
      const chosen = { accountId: scene.accountId, invitationId: invitation.id };
      const resent = await resendOwnInvitation(await as(tim), chosen).then(
        () => "resent",
        (error: DomainError) => error.code,
      );
      expect(resent).toBe(state === "open" ? "resent" : "forbidden");
    }
  });

  test("does not take the last one away who has no end", async () => {
    await expect(tick(tim, { revoke: [ann] })).rejects.toMatchObject({
      code: "conflict",
      message: /at least one Administrator without an end/,
    });
    await tick(ann, { grant: [cid] });
    expect(await tick(tim, { revoke: [ann] })).toBe("saved");
  });

  test("is not the last one either, where all are for a time", async () => {
    await scene.t.db.administratorGrant.deleteMany({ where: { endsAt: null } });
    await give(cid, hours(2));
    expect(await tick(tim, { revoke: [cid] })).toBe("saved");
    await expect(tick(tim, { revoke: [tim] })).rejects.toMatchObject({ code: "conflict" });
  });
});

test("an Administrator without an end still grants and revokes", async () => {
  expect(await tick(ann, { grant: [cid], revoke: [tim] })).toBe("saved");
  expect((await levels()).map(([, standing]) => (standing as { level: string }).level)).toEqual([
    "Administrator",
    "Access",
    "Administrator",
  ]);
});

import { beforeEach, describe, expect, test } from "vitest";
import type { AccountUserActor } from "../../../src/core/context.ts";
import { inviteToOwnAccount } from "../../../src/core/invitations/send-invitation.ts";
import { resendInvitationRequest } from "../../../src/core/invitations/resend-invitation.ts";
import { levelAt } from "../../../src/core/kernel/levels/require-level.ts";
import { tickAdministrators } from "../../../src/core/memberships/tick-administrators.ts";
import type { User } from "../../../src/core/generated/prisma/client.ts";
import { beforeTheWrite } from "../../support/before-the-write.ts";
import { linkOf, makeActor, makeInvitation, makeSession, makeUser } from "../../support/factories.ts";
import { inviteScene, place } from "../../support/invite-scene.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { take, work } from "../kernel/requests/jobs-by-hand.ts";
import { join } from "../users/user-scene.ts";

const scene = inviteScene();
interface Person {
  user: User;
  actor: AccountUserActor;
}
let ann: Person;
let ben: Person;
let cid: Person;

const person = async (level: "Administrator" | "Access"): Promise<Person> => {
  const user = await makeUser(scene.t.db);
  await join(scene, user.id, scene.accountId, level);
  return { user, actor: (await makeSession(scene.t, user)).actor };
};
beforeEach(async () => {
  [ann, ben, cid] = [await person("Administrator"), await person("Administrator"), await person("Access")];
});

const lower = (who: Person, from: Person, app = scene.t.app) =>
  tickAdministrators(
    { ...app, actor: who.actor },
    { accountId: scene.accountId, grant: [], revoke: [from.user.id] },
  );
const administrators = async () => {
  const members = await scene.t.db.membership.findMany({
    where: { accountId: scene.accountId },
    include: { grants: true },
  });
  return members
    .filter(
      ({ grants, suspendedAt }) => !suspendedAt && levelAt(grants, scene.t.clock.now()) === "Administrator",
    )
    .map(({ userId }) => userId);
};
const membershipOf = ({ user }: Person) => ({
  userId_accountId: { userId: user.id, accountId: scene.accountId },
});

describe("two Administrators who take the level from each other", () => {
  test("at the same moment leave one of them, never none", async () => {
    for (let round = 0; round < 5; round += 1) {
      const ends = await Promise.allSettled([lower(ann, ben), lower(ben, ann)]);
      expect(ends.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
      expect(await administrators()).toHaveLength(1);
      [ann, ben] = [await person("Administrator"), await person("Administrator")];
      await scene.t.db.membership.deleteMany({
        where: { accountId: scene.accountId, userId: { notIn: [ann.user.id, ben.user.id] } },
      });
    }
  });

  test("where one was a moment slower: that one changes nothing any more", async () => {
    const app = beforeTheWrite(scene.t.app, () => lower(ben, ann));
    await expect(lower(ann, ben, app)).rejects.toMatchObject({ code: "forbidden" });
    expect(await administrators()).toEqual([ben.user.id]);
  });
});

describe("an Administrator who, between the look and the write,", () => {
  test.each<[string, string, () => Promise<unknown>]>([
    ["was made Access", "forbidden", () => lower(ben, ann)],
    [
      "was suspended",
      "forbidden",
      () => scene.t.db.membership.update({ where: membershipOf(ann), data: { suspendedAt: new Date() } }),
    ],
    ["was removed", "not-found", () => scene.t.db.membership.delete({ where: membershipOf(ann) })],
    [
      "lost the Account to a suspension",
      "forbidden",
      () => scene.t.db.account.update({ where: { id: scene.accountId }, data: { suspendedAt: new Date() } }),
    ],
  ])("%s neither invites nor makes anybody Administrator", async (_, code, change) => {
    const invite = { email: "late@acme.example", asAdministrator: true };
    const app = beforeTheWrite(scene.t.app, change);
    await expect(
      inviteToOwnAccount({ ...app, actor: ann.actor }, scene.accountId, invite),
    ).rejects.toMatchObject({ code });
    const ticking = tickAdministrators(
      { ...scene.t.app, actor: ann.actor },
      { accountId: scene.accountId, grant: [cid.user.id], revoke: [] },
    );
    await expect(ticking).rejects.toMatchObject({ code });
    expect(await scene.t.db.invitation.count({ where: { accountId: scene.accountId } })).toBe(0);
    expect(await administrators()).not.toContain(cid.user.id);
  });
});

describe("an invitation is not sent again for a requester who, between the start and the write,", () => {
  test.each<[string, object]>([
    ["may only view by then", { permissions: { users: "view" } }],
    ["was removed", { removedAt: new Date() }],
    ["was frozen", { frozenAt: new Date() }],
  ])("%s", async (_, data) => {
    const { invitation } = await makeInvitation(scene.t, { accountId: scene.accountId });
    const actor = await makeActor(scene.t, { permissions: { users: "edit" } });
    const input = { invitationId: invitation.id };
    const before = await linkOf(scene.t.db, { id: invitation.id });
    const { requestId } = await submitRequest(
      { ...scene.t.app, actor },
      resendInvitationRequest,
      input,
      place(),
    );
    const strip = () => scene.t.db.consoleUser.update({ where: { id: actor.id }, data });
    const [run] = take(scene, "requests");
    expect(await work(beforeTheWrite(scene.t.app, strip), run)).toBe("done");
    expect(await scene.t.db.request.findUnique({ where: { id: requestId } })).toMatchObject({
      status: "failed",
      appliedAt: null,
    });
    expect(await linkOf(scene.t.db, { id: invitation.id })).toEqual(before);
    expect(scene.t.mailer.sent).toEqual([]);
  });
});

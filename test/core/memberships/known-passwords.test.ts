import { beforeEach, describe, expect, test } from "vitest";
import type { User } from "../../../src/core/generated/prisma/client.ts";
import { tickAdministrators } from "../../../src/core/memberships/tick-administrators.ts";
import { beforeTheWrite } from "../../support/before-the-write.ts";
import { makeSession, makeUser } from "../../support/factories.ts";
import { inviteScene } from "../../support/invite-scene.ts";
import { join } from "../users/user-scene.ts";

const scene = inviteScene();
let ann: User;

beforeEach(async () => {
  ann = await makeUser(scene.t.db);
  await join(scene, ann.id, scene.accountId, "Administrator");
});

const member = async (given: Parameters<typeof makeUser>[1]) => {
  const user = await makeUser(scene.t.db, given);
  await join(scene, user.id, scene.accountId);
  return user;
};

const ticks = async (user: User, app = scene.t.app) =>
  tickAdministrators(
    { ...app, actor: (await makeSession(scene.t, ann)).actor },
    { accountId: scene.accountId, grant: [user.id], revoke: [] },
  );

const grantsOf = ({ id }: User) =>
  scene.t.db.administratorGrant.count({ where: { membership: { userId: id } } });

describe("an Administrator of an Account makes nobody one by a tick whose password somebody else made", () => {
  test("and reads how they get their own", async () => {
    const bob = await member({ username: "bob", password: "known to a colleague", own: false });
    await expect(ticks(bob)).rejects.toMatchObject({
      code: "conflict",
      message:
        "The password of bob was made by somebody else, who may know it. Nothing was saved. They have to set their own first: “Forgotten your password?” at the sign-in mails them a link. Tick them once they have used it.",
    });
    expect(await grantsOf(bob)).toBe(0);
    await scene.t.db.user.update({ where: { id: bob.id }, data: { ownPasswordAt: scene.t.clock.now() } });
    expect(await ticks(bob)).toBe("saved");
    expect(await grantsOf(bob)).toBe(1);
  });

  test("nor where somebody made it just before the write", async () => {
    const cid = await member({ username: "cid", password: "of their own" });
    const made = beforeTheWrite(scene.t.app, () =>
      scene.t.db.user.update({ where: { id: cid.id }, data: { ownPasswordAt: null } }),
    );
    await expect(ticks(cid, made)).rejects.toMatchObject({ code: "conflict" });
    expect(await grantsOf(cid)).toBe(0);
  });

  test("and anybody who has no password yet: only a link to their mailbox sets one", async () => {
    const dan = await member({ own: false });
    expect(await ticks(dan)).toBe("saved");
  });
});

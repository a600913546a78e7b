import { resolveHints } from "../../../src/core/kernel/text/command-hint.ts";
import { describe, expect, test } from "vitest";
import { hours, minutes } from "../../../src/core/kernel/time/clock.ts";
import { endDueGrants, giveBack } from "../../../src/core/memberships/record-grant-end.ts";
import { endGrantTask, sweepGrants } from "../../../src/core/memberships/end-grant.ts";
import { grantAdministratorRequest } from "../../../src/core/memberships/grant-administrator.ts";
import { removeUserRequest } from "../../../src/core/memberships/remove-user.ts";
import { revokeAdministratorRequest } from "../../../src/core/memberships/revoke-administrator.ts";
import { setAdministratorsRequest } from "../../../src/core/memberships/set-administrators.ts";
import { beforeTheWrite } from "../../support/before-the-write.ts";
import { readWords } from "../../support/recorded-chat.ts";
import { ask, manager } from "../users/user-scene.ts";
import { grantScene, loss } from "./grant-scene.ts";

const { scene, events, inputOf, at, iso, grant, grantOf, level, pass, card, said, told, userId } =
  grantScene();

describe("giving back", () => {
  test("ends it now, for its requester even without users: edit, and is told once of two clicks", async () => {
    const editor = await manager(scene, "edit");
    const submitted = await ask(scene, grantAdministratorRequest, inputOf({ forMinutes: 60 }), editor);
    await pass(minutes(46));
    await scene.t.db.consoleUser.update({ where: { id: editor.actor.id }, data: { permissions: {} } });
    const reduced = { ...editor, actor: { ...editor.actor, permissions: {} } };
    const { id } = await grantOf(submitted);
    const clicks = await Promise.allSettled([giveBack(reduced, id), giveBack(reduced, id)]);
    expect(clicks.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(clicks.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "conflict" },
    });
    expect(clicks.find(({ status }) => status === "fulfilled")).toMatchObject({
      value: expect.stringMatching(/^Given back\. .* has Access on .* no Administrator any more/) as string,
    });
    await scene.t.runJobs();
    expect(await level()).toBe("Access");
    expect(await grantOf(submitted)).toMatchObject({ endsAt: at("09:46"), endedAt: at("09:46") });
    expect(await told("administrator-returned")).toEqual([loss]);
    expect(said().map((one) => one?.buttons ?? [])).toEqual([[], []]);
    expect(readWords(card().note)).toMatch(/ended this before its time/);
    await pass(hours(1));
    expect(await told("administrator-ended")).toEqual([]);
  });

  test("is refused to others without users: edit, and recorded", async () => {
    const { id } = await grantOf(await grant({ forMinutes: 60 }));
    await expect(giveBack(await manager(scene, "view"), id)).rejects.toMatchObject({ code: "forbidden" });
    expect((await events()).at(-1)).toMatchObject({ action: "refused", after: { missing: "users:edit" } });
    expect(await giveBack(await manager(scene, "edit"), id)).toMatch(/^Given back/);
  });

  test.each([
    ["lose users: edit", { permissions: { users: "view" } }],
    ["are frozen", { frozenAt: new Date() }],
    ["are removed", { removedAt: new Date() }],
    ["are deactivated in Slack", { chatExcluded: "deactivated" }],
  ])("is refused to others who %s in the meantime", async (_, data) => {
    const { id } = await grantOf(await grant({ forMinutes: 60 }));
    const { actor } = await manager(scene, "edit");
    const app = beforeTheWrite(scene.t.app, () =>
      scene.t.db.consoleUser.update({ where: { id: actor.id }, data }),
    );
    await expect(giveBack({ ...app, actor }, id)).rejects.toMatchObject({ code: "forbidden" });
    expect(await level()).toBe("Administrator");
  });

  test("leaves what another grant still gives, and says so", async () => {
    const { id } = await grantOf(await grant({ forMinutes: 60 }));
    await grant({ forMinutes: 120 });
    expect(resolveHints(await giveBack(scene.ctx, id))).toMatch(/has Administrator until .*11:00 UTC on/);
    expect(await level()).toBe("Administrator");
    expect(await told("administrator-returned")).toMatchObject([{ after: { level: "Administrator" } }]);
  });

  test("and running out at the same moment are one end", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await grantOf(await grant({ forMinutes: 60 }));
      scene.t.clock.advance(hours(1));
      await Promise.allSettled([
        giveBack(scene.ctx, id),
        endDueGrants(scene.t.app, { id }),
        sweepGrants(scene.t.app),
      ]);
    }
    expect(await told("administrator-ended")).toHaveLength(5);
    expect(await told("administrator-returned")).toEqual([]);
  });
});

describe("taking Administrator away", () => {
  test.each(["revoke-admin", "admins"])(
    "by %s ends every grant now, and no end is told later",
    async (how) => {
      await grant({ forMinutes: 60 });
      await grant({ forMinutes: 120 });
      await pass(minutes(46));
      const list = { accountId: scene.accountId, grant: [], revoke: [userId()] };
      if (how === "admins") await ask(scene, setAdministratorsRequest, list);
      else await ask(scene, revokeAdministratorRequest, inputOf({}));
      expect(await level()).toBe("Access");
      expect(
        await scene.t.db.administratorGrant.count({
          where: { membership: { userId: userId() }, endedBy: "Ed" },
        }),
      ).toBe(2);
      expect(card().title).toBe("Administrator ended");
      await pass(hours(3));
      await sweepGrants(scene.t.app);
      expect([await told("administrator-revoked"), await told("administrator-ended")]).toEqual([
        [{ before: { level: "Administrator", until: iso("11:00") }, after: { level: "Access" } }],
        [],
      ]);
    },
  );

  test("drops a grant that is still to begin", async () => {
    const membership = await scene.t.db.membership.findFirstOrThrow({ where: { userId: userId() } });
    const interval = { startsAt: at("11:00"), endsAt: at("12:00") };
    await scene.t.db.administratorGrant.create({ data: { membershipId: membership.id, ...interval } });
    expect(await level()).toBe("Access");
    await ask(scene, revokeAdministratorRequest, inputOf({}));
    scene.t.clock.set(at("11:30"));
    expect(await level()).toBe("Access");
  });

  test("by removing the User closes the offer, and the job finds nothing left to end", async () => {
    const submitted = await grant({ forMinutes: 60 });
    const { id } = await grantOf(submitted);
    await pass(minutes(46));
    await ask(scene, removeUserRequest, inputOf({}), await manager(scene));
    expect(said()[0]).toMatchObject({ title: "Administrator has ended", buttons: [] });
    await pass(hours(1));
    scene.t.queue.waiting.push(endGrantTask(id));
    await scene.t.runJobs();
    expect(await told("administrator-ended")).toEqual([]);
    await expect(giveBack(scene.ctx, id)).rejects.toMatchObject({ code: "not-found" });
  });
});

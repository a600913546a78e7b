import { describe, expect, test } from "vitest";
import { makeUser } from "../support/factories.ts";
import { makeMember, signedInAs, staffedAccount } from "./account-scene.ts";
import { leadsTo, textOf } from "./visitor.ts";
import { webScene } from "./web-scene.ts";

const scene = webScene();
const members = (accountId: string) => scene.t.db.membership.count({ where: { accountId } });

describe("an Administrator's list of users", () => {
  test("removes one from the account, and from no other, ticks none, and writes it down", async () => {
    const { account, ann, bob, admin, path } = await staffedAccount(scene);
    const elsewhere = await staffedAccount(scene);
    await makeMember(scene.t, bob, elsewhere.account);
    const page = await admin.open(`${path}/users`);
    expect(page).toContain(`form="remove-user" name="remove" value="${bob.id}"`);
    expect(page).not.toContain(`name="remove" value="${ann.id}"`);
    const removed = await admin.send(`${path}/users`, { remove: bob.id, shown: bob.id, is: bob.id });
    expect(leadsTo(removed)).toBe(`${path}/users?said=removed`);
    const left = await scene.t.db.membership.findMany({ where: { userId: bob.id } });
    expect(left.map(({ accountId }) => accountId)).toEqual([elsewhere.account.id]);
    const [event] = await scene.t.db.auditEvent.findMany({
      where: { action: "membership-removed", accountId: account.id },
    });
    expect(event).toMatchObject({ actorId: ann.id, subjectId: bob.id, before: { level: "Access" } });
    expect((await admin.send(`${path}/users`, { remove: bob.id })).status).toBe(404);
  });

  test("keeps oneself, the last Administrator without an end, and who is no member here", async () => {
    const { account, ann, path, admin } = await staffedAccount(scene);
    const other = await staffedAccount(scene);
    const deputy = await makeUser(scene.t.db);
    await makeMember(scene.t, deputy, account, { administrator: true });
    const membership = await scene.t.db.membership.findUniqueOrThrow({
      where: { userId_accountId: { userId: deputy.id, accountId: account.id } },
    });
    const endsAt = new Date(scene.t.clock.now().getTime() + 3_600_000);
    await scene.t.db.administratorGrant.updateMany({
      where: { membershipId: membership.id },
      data: { endsAt },
    });
    const before = await members(account.id);
    const tries: [typeof admin, string, number, RegExp][] = [
      [admin, ann.id, 403, /cannot remove yourself/],
      [await signedInAs(scene, deputy), ann.id, 409, /at least one Administrator without an end/],
      [admin, other.bob.id, 404, /no longer on the account/],
      [admin, "x' OR 1=1", 404, /no longer on the account/],
    ];
    for (const [who, remove, status, sentence] of tries) {
      const answer = await who.send(`${path}/users`, { remove });
      expect([answer.status, textOf(await answer.text())]).toEqual([status, expect.stringMatching(sentence)]);
    }
    expect(await members(account.id)).toBe(before);
    expect(await members(other.account.id)).toBe(2);
  });

  test("removes nobody for somebody with Access", async () => {
    const { account, ann, plain, path } = await staffedAccount(scene);
    const formToken = /name="formToken" value="([^"]+)"/.exec(await plain.open(path))?.[1] ?? "";
    expect((await plain.send(`${path}/users`, { remove: ann.id, formToken })).status).toBe(403);
    expect(await members(account.id)).toBe(2);
  });

  test("says when each last signed in, or that they never did", async () => {
    const { ann, admin, path } = await staffedAccount(scene);
    const signedIn = (at: string) =>
      scene.t.db.auditEvent.create({
        data: {
          at: new Date(at),
          action: "signed-in",
          actorKind: "account-user",
          actorName: ann.username,
          surface: "web",
          subjectKind: "user",
          subjectId: ann.id,
        },
      });
    await signedIn("2026-03-01T08:00:00Z");
    await signedIn("2026-03-02T09:30:00Z");
    const words = textOf(await admin.open(`${path}/users`));
    expect(words).toMatch(/Last signed in [^.]*2 Mar 2026, 09:30/);
    expect(words).toContain("Has not signed in yet");
    expect(words).not.toContain("1 Mar 2026");
  });
});

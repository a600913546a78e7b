import { resolveHints } from "../../../src/core/kernel/text/command-hint.ts";
import { describe, expect, test } from "vitest";
import { accountDetailWords } from "../../../src/core/accounts/account-words.ts";
import { lookUpAccount } from "../../../src/core/accounts/look-up-account.ts";
import { makeAccount, makeInvitation } from "../../support/factories.ts";
import { accountScene, makeMember, refusalOf } from "./account-scene.ts";

const scene = accountScene();
const look = async (words: string) =>
  accountDetailWords(await lookUpAccount(scene.ctx, words)).map((line) => resolveHints(line));

describe("looking an Account up", () => {
  test("tells everything about it, and nothing of its parent's or sub-accounts' users", async () => {
    const parent = await makeAccount(scene.t.db, {
      name: "Mother",
      apiId: "mother",
      description: "First\nSecond",
      suspendedAt: scene.t.clock.now(),
      suspendedBecause: "unpaid",
      createdAt: new Date("2026-01-05T10:00:00Z"),
    });
    const child = await makeAccount(scene.t.db, { name: "Daughter", apiId: "daughter", parentId: parent.id });
    await makeMember(scene, parent.id, { administrator: true, username: "mum" });
    await makeMember(scene, parent.id);
    await makeMember(scene, child.id, { administrator: true, username: "kid" });
    await makeInvitation(scene.t, { accountId: parent.id });
    await makeInvitation(scene.t, { accountId: parent.id, state: "expired" });
    for (const [name, status] of [
      ["Orders", "Active"],
      ["Leads", "Paused"],
    ] as const)
      await scene.t.db.cycle.create({ data: { accountId: parent.id, name, status } });
    await scene.t.db.cycle.create({ data: { accountId: child.id, name: "Its own", status: "Active" } });
    expect(await look("mother")).toEqual([
      "Name: Mother",
      "API ID: mother",
      "⚠ Suspended since Mon, 2 Mar 2026, 09:00 UTC: unpaid",
      "Description: First\nSecond",
      "Sub-accounts: 1 (Daughter (daughter))",
      "Users: 2",
      "Administrators: 1 (mum)",
      "Pending invitations: 1",
      "Cycles: 1 active (Orders), 1 paused",
      "Time zone: UTC (the Partner’s)",
      "Created: Mon, 5 Jan 2026, 10:00 UTC",
    ]);
    expect((await look("Daughter")).slice(2, 6)).toEqual([
      "Parent: Mother (mother)",
      "Users: 1",
      "Administrators: 1 (kid)",
      "No pending invitation",
    ]);
  });

  test("says which time zone it has, and whose that is", async () => {
    const parent = await makeAccount(scene.t.db, { apiId: "zoned", timeZone: "Asia/Kathmandu" });
    await makeAccount(scene.t.db, { apiId: "below", parentId: parent.id });
    const zone = async (words: string) => (await look(words)).find((line) => line.startsWith("Time zone"));
    expect(await zone("zoned")).toBe("Time zone: Asia/Kathmandu");
    expect(await zone("below")).toBe("Time zone: Asia/Kathmandu (its parent’s)");
  });

  test("names ten Administrators and sub-accounts at most, and marks who is suspended", async () => {
    const { id } = await makeAccount(scene.t.db, { name: "Wide", apiId: "wide" });
    for (let count = 0; count < 12; count += 1) {
      await makeMember(scene, id, { administrator: true, username: `wide-admin-${count}` });
      await makeAccount(scene.t.db, { parentId: id, name: `Branch ${count}` });
    }
    await scene.t.db.membership.updateMany({
      where: { accountId: id, user: { usernameKey: "wide-admin-0" } },
      data: { suspendedAt: new Date() },
    });
    const words = (await look("wide")).join("\n");
    expect(words).toContain("Users: 12, 1 of them suspended");
    expect(words).toMatch(/Administrators: 12 \(wide-admin-0 \(suspended\), .*wide-admin-9, …\)/);
    expect(words).toMatch(/Sub-accounts: 12 \(Branch 0 .*, …\)/);
  });

  test("counts no Administrator whose grant has ended or is to come", async () => {
    const { id } = await makeAccount(scene.t.db, { apiId: "grants" });
    const { membership } = await makeMember(scene, id);
    const now = scene.t.clock.now().getTime();
    const grants = [
      [now - 2000, now - 1000],
      [now + 1000, null],
    ] as const;
    for (const [from, to] of grants)
      await scene.t.db.administratorGrant.create({
        data: {
          membershipId: membership.id,
          startsAt: new Date(from),
          endsAt: to === null ? null : new Date(to),
        },
      });
    expect(await look("grants")).toContain("Administrators: none");
  });

  test("needs accounts:view, before a name is said to be there or not", async () => {
    await makeAccount(scene.t.db, { apiId: "secret" });
    const nobody = await scene.actor({ users: "manage" });
    for (const words of ["secret", "no such thing"])
      expect(await refusalOf(lookUpAccount(nobody, words))).toMatchObject({ code: "forbidden" });
  });
});

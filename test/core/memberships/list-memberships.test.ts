import { resolveHints } from "../../../src/core/kernel/text/command-hint.ts";
import { moment } from "../../../src/core/kernel/text/moment-words.ts";
import { beforeEach, expect, test } from "vitest";
import { fold } from "../../../src/core/kernel/text/fold.ts";
import {
  accountUserWords,
  userAccountWords,
  listUserAccounts,
  listAccountUsers,
} from "../../../src/core/memberships/list-account-users.ts";
import { accountDetailWords } from "../../../src/core/accounts/account-words.ts";
import { lookUpAccount } from "../../../src/core/accounts/look-up-account.ts";
import { lookUpUser, userProfileWords, searchUsers } from "../../../src/core/users/delete-user.ts";
import { makeAccount, makeActor, makeInvitation, makeUser } from "../../support/factories.ts";
import { inviteScene } from "../../support/invite-scene.ts";
import { join, manager } from "../users/user-scene.ts";

const scene = inviteScene();
const reader = async () => ({
  ...scene.t.app,
  actor: await makeActor(scene.t, { permissions: { accounts: "view" } }),
});
let apiId = "";
beforeEach(async () => {
  apiId = (await scene.t.db.account.findUniqueOrThrow({ where: { id: scene.accountId } })).apiId;
});

async function everyPage(words = ""): Promise<string[][]> {
  const pages: string[][] = [];
  let after: string | undefined;
  do {
    const page = await listAccountUsers(scene.ctx, { account: apiId, words, after, take: 3 });
    pages.push(page.rows.map(({ user }) => user.username));
    after = page.next;
  } while (after !== undefined);
  return pages;
}

test("lists an Account's users by user ID, page by page, each once", async () => {
  const names = ["Zoe", "amy", "Bob", "mia", "Ida", "kim", "lea"];
  for (const name of names)
    await join(scene, (await makeUser(scene.t.db, { username: name })).id, scene.accountId);
  const pages = await everyPage();
  expect(pages.map(({ length }) => length)).toEqual([3, 3, 1]);
  expect(pages.flat()).toEqual(names.toSorted((a, b) => (fold(a) < fold(b) ? -1 : 1)));
  expect(await everyPage("I")).toEqual([["Ida", "kim", "mia"]]);
  expect(await everyPage("%")).toEqual([[]]);
});

test("a letter or two are looked for where that is quick, and refused with what to do where it is not", async () => {
  const { db } = scene.t;
  await db.$executeRaw`WITH made AS (
      INSERT INTO "User" ("id", "username", "usernameKey", "updatedAt")
      SELECT gen_random_uuid(), 'crowd-' || n, 'crowd-' || n, now() FROM generate_series(1, 20001) n RETURNING "id")
    INSERT INTO "Membership" ("id", "userId", "accountId")
    SELECT gen_random_uuid(), "id", ${scene.accountId}::uuid FROM made`;
  await expect(everyPage("q q")).rejects.toMatchObject({
    code: "invalid",
    field: "words",
    message: "This Account has more than 20,000 users: search for 3 characters or more.",
  });
  expect(await everyPage("d-20001")).toEqual([["crowd-20001"]]);
  const found = async (words: string) =>
    (await searchUsers(scene.t.app, words, 3)).map(({ username }) => username);
  expect(await found("cr")).toEqual(["crowd-1", "crowd-10", "crowd-100"]);
  expect(await found("ro")).toEqual([]);
  expect(await found("row")).toEqual(["crowd-1", "crowd-10", "crowd-100"]);
  await db.user.deleteMany({ where: { usernameKey: { startsWith: "crowd-" } } });
});

test("goes on where it stood, though somebody was removed and added in between", async () => {
  const ids = ["p1", "p2", "p3", "p4", "p5"];
  for (const name of ids)
    await join(scene, (await makeUser(scene.t.db, { username: name })).id, scene.accountId);
  const first = await listAccountUsers(scene.ctx, { account: apiId, words: "", after: undefined, take: 3 });
  await scene.t.db.user.delete({ where: { usernameKey: "p3" } });
  await join(scene, (await makeUser(scene.t.db, { username: "p0" })).id, scene.accountId);
  const second = await listAccountUsers(scene.ctx, { account: apiId, words: "", after: first.next, take: 3 });
  expect(second.rows.map(({ user }) => user.username)).toEqual(["p4", "p5"]);
});

test("tells level and suspension, with direction and control kept in", async () => {
  const user = await makeUser(scene.t.db, { username: "level.told", email: "told@own.example" });
  await join(scene, user.id, scene.accountId, "Administrator");
  const suspended = { suspendedAt: scene.t.clock.now(), suspendedBecause: "on leave" };
  await scene.t.db.membership.updateMany({ where: { userId: user.id }, data: suspended });
  const [row] = (
    await listAccountUsers(scene.ctx, { account: apiId, words: "told", after: undefined, take: 3 })
  ).rows;
  expect(row && resolveHints(accountUserWords(row))).toBe(
    "level.told (told@own.example) · Administrator · suspended since Mon, 2 Mar 2026, 09:00 UTC: on leave",
  );
});

test("an Administrator for a time is listed with the end, for each surface to write in its reader's zone", async () => {
  const user = await makeUser(scene.t.db, { username: "for.a.time" });
  await join(scene, user.id, scene.accountId);
  const { id } = await scene.t.db.membership.findFirstOrThrow({ where: { userId: user.id } });
  const interval = { startsAt: scene.t.clock.now(), endsAt: new Date("2026-03-02T13:00:00Z") };
  await scene.t.db.administratorGrant.create({ data: { membershipId: id, ...interval } });
  const end = `until ${moment(new Date("2026-03-02T13:00:00Z"))}`;
  const asked = { account: apiId, words: "for.a", after: undefined, take: 3 };
  const [row] = (await listAccountUsers(scene.ctx, asked)).rows;
  expect(row && accountUserWords(row)).toContain(`· Administrator ${end}`);
  const { rows } = await listUserAccounts(scene.ctx, { userId: user.id, after: undefined, take: 2 });
  expect(rows[0] && userAccountWords(rows[0])).toContain(`· Administrator ${end}`);
  const ctx = await reader();
  const details = accountDetailWords(await lookUpAccount(ctx, apiId));
  expect(details).toContain(`Administrators: 1 (for.a.time (${end}))`);
});

test("a profile tells names, password, open invitations and every Account, two of one name too", async () => {
  const user = await makeUser(scene.t.db, { username: "known", email: "known@own.example" });
  for (const name of ["Same", "Same", "Beta"])
    await join(scene, user.id, (await makeAccount(scene.t.db, { name })).id);
  await makeInvitation(scene.t, { email: "known@own.example", accountId: scene.accountId });
  const profile = await lookUpUser(scene.ctx, "KNOWN@own.example");
  expect(userProfileWords(profile).join("\n")).toMatch(
    /User ID: known\nE-mail: known@own\.example\nPassword: none yet\n[\s\S]*Open invitation to Acme Ltd[\s\S]*Accounts: 3/,
  );
  const first = await listUserAccounts(scene.ctx, { userId: user.id, after: undefined, take: 2 });
  const second = await listUserAccounts(scene.ctx, { userId: user.id, after: first.next, take: 2 });
  const all = [...first.rows, ...second.rows];
  expect(all.map(({ account }) => account.name)).toEqual(["Beta", "Same", "Same"]);
  expect(new Set(all.map(({ account }) => account.id)).size).toBe(3);
  expect(second.next).toBeUndefined();
  expect(all[0] && userAccountWords(all[0])).toMatch(/^Beta \(.*\) · Access$/);
});

test("both need users: view, and refuse before anything is looked up", async () => {
  const nobody = { ...scene.ctx, actor: { ...scene.ctx.actor, permissions: {} } };
  const asked = { account: "no such account", words: "", after: undefined, take: 3 };
  await expect(listAccountUsers(nobody, asked)).rejects.toMatchObject({ code: "forbidden" });
  await expect(lookUpUser(nobody, "no such user")).rejects.toMatchObject({ code: "forbidden" });
  await expect(lookUpUser(await manager(scene, "view"), "no such user")).rejects.toMatchObject({
    code: "not-found",
  });
});

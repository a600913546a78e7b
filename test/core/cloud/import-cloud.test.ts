import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { importCloud, type ImportProgress } from "../../../src/core/cloud/import-cloud.ts";
import type { Cloud, CloudAccount } from "../../../src/core/kernel/cloud/cloud.ts";
import { ExternalError } from "../../../src/core/kernel/external-error.ts";
import { makeAccount, makeUser } from "../../support/factories.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";

interface There {
  accounts: CloudAccount[];
  /** By the parent's id. */
  under: Record<string, string[]>;
  members: Record<string, string[]>;
}

let t: TestApp;
let there: There;
let calls: string[];
/** Called before each call; what it throws is what the call meets. */
let before: (call: string) => void;
beforeEach(async () => {
  t = await createTestApp();
  there = { accounts: [], under: {}, members: {} };
  calls = [];
  before = () => undefined;
});
afterEach(() => t.close());

const account = (id: string, name = id): CloudAccount => ({
  id,
  name,
  description: "",
  createdAt: new Date("2024-02-03T04:05:06Z"),
});
const pageSize = 100;
const reading: Pick<Cloud, "accounts" | "account" | "subAccounts" | "members"> = {
  async accounts(page) {
    meet(`accounts ${page}`);
    const { accounts } = there;
    const pages = Math.ceil(accounts.length / pageSize);
    return { accounts: accounts.slice((page - 1) * pageSize, page * pageSize), pages };
  },
  async account(id) {
    return there.accounts.find((one) => one.id === id);
  },
  async subAccounts(id) {
    meet(`sub ${id}`);
    return there.accounts.filter((one) => there.under[id]?.includes(one.id));
  },
  async members(id) {
    meet(`members ${id}`);
    return there.accounts.some((one) => one.id === id) ? (there.members[id] ?? []) : undefined;
  },
};
// An import has nothing else to call.
const cloud = reading as Cloud;
function meet(call: string): void {
  calls.push(call);
  before(call);
}

const actor = { kind: "operator", name: "root", surface: "command-line" } as const;
async function take(tell?: (progress: ImportProgress) => void) {
  t.clock.advance(1_000);
  return importCloud({ ...t.app, actor }, cloud, tell);
}

/** Who is a user of what, by the cloud's own ids. */
async function standing(): Promise<Record<string, string[]>> {
  const rows = await t.db.cloudAccount.findMany({
    include: { account: { include: { memberships: { include: { user: { include: { cloud: true } } } } } } },
  });
  return Object.fromEntries(
    rows.map(({ cloudId, account: { memberships } }) => [
      cloudId,
      memberships.map(({ user }) => user.cloud?.cloudName ?? "?").toSorted(),
    ]),
  );
}

const everything = async () => ({
  accounts: await t.db.account.findMany({ orderBy: { id: "asc" } }),
  users: await t.db.user.findMany({ orderBy: { id: "asc" } }),
  memberships: await t.db.membership.findMany({ orderBy: { id: "asc" } }),
  audit: await t.db.auditEvent.count(),
});

test("Accounts, sub-accounts, Users and memberships are taken over, as Access, and audited", async () => {
  there.accounts = [account("acme", "Acme Ltd"), account("acme-north"), account("globex")];
  there.under = { acme: ["acme-north"] };
  there.members = { acme: ["hanna", "jo@acme.example"], "acme-north": ["hanna"] };
  const summary = await take();
  expect(summary).toMatchObject({
    accounts: { added: 3, paired: 0 },
    subAccounts: 1,
    users: { added: 2 },
    memberships: 3,
  });
  expect(await standing()).toEqual({
    acme: ["hanna", "jo@acme.example"],
    "acme-north": ["hanna"],
    globex: [],
  });
  const acme = await t.db.account.findUniqueOrThrow({ where: { apiId: "acme", apiIdKey: "acme" } });
  const north = await t.db.account.findUniqueOrThrow({ where: { apiIdKey: "acme-north" } });
  expect([acme.name, acme.createdAt.toISOString(), north.parentId]).toEqual([
    "Acme Ltd",
    "2024-02-03T04:05:06.000Z",
    acme.id,
  ]);
  expect(await t.db.administratorGrant.count()).toBe(0);
  const [jo] = await t.db.user.findMany({ where: { usernameKey: "jo@acme.example" } });
  // Nobody has shown whose mailbox that is.
  expect(jo).toMatchObject({ email: null, passwordHash: null });
  const audited = await t.db.auditEvent.findMany({ where: { accountId: acme.id }, orderBy: { id: "asc" } });
  expect(audited.map(({ action, actorName, after }) => [action, actorName, after])).toEqual([
    ["account-imported", "root", { cloudId: "acme" }],
    [
      "account-imported",
      "root",
      { members: ["hanna", "jo@acme.example"], newUsers: 2, subAccounts: ["acme-north"] },
    ],
  ]);
});

test("twice the same changes nothing and audits nothing", async () => {
  there.accounts = [account("acme"), account("Acme"), account("two words")];
  there.under = { acme: ["two words"] };
  there.members = { acme: ["hanna", "Hanna", "jo doe"], Acme: ["Hanna"] };
  await take();
  const stands = await everything();
  const summary = await take();
  expect(await everything()).toEqual(stands);
  expect(summary).toMatchObject({ accounts: { added: 0, paired: 0 }, users: { added: 0 }, memberships: 0 });
});

test("a later import takes over what is new, and says what is gone or has another name, changing neither", async () => {
  there.accounts = [account("acme"), account("globex")];
  there.members = { acme: ["hanna"] };
  await take();
  there.accounts = [account("acme", "Acme Ltd"), account("initech")];
  there.members = { acme: ["mia"], initech: ["hanna"] };
  const summary = await take();
  expect(summary.gone).toEqual({ count: 1, first: ["globex (globex)"] });
  expect(summary.differing).toEqual({ count: 1, first: ["acme (acme)"] });
  expect(await standing()).toEqual({ acme: ["hanna", "mia"], globex: [], initech: ["hanna"] });
});

describe("names that ours would refuse", () => {
  const long = "long ".repeat(60).trim();
  test.each([
    ["two words", "two words"],
    ["a/b?c#d", "a/b?c#d"],
    ["Größe Łódź", "Größe Łódź"],
    ["ab", "ab"],
    [` padded\u200b `, "padded"],
    [`line\nbreak`, "line break"],
    ["\u202e", "unnamed"],
    [long, "long ".repeat(18).trim()],
  ])("%j is kept letter for letter, and is %j here", async (theirs, own) => {
    there.accounts = [account(theirs, long)];
    there.members = { [theirs]: [theirs] };
    await take();
    expect(await standing()).toEqual({ [theirs]: [theirs] });
    const [row] = await t.db.account.findMany();
    const [user] = await t.db.user.findMany();
    expect([row?.apiId, user?.username, row?.name]).toEqual([own, own, long]);
  });

  test("two that differ by case alone are two, the second with a number behind it here", async () => {
    there.accounts = [account("Acme"), account("acme"), account("ACME")];
    there.members = { Acme: ["Hanna"], acme: ["hanna"], ACME: ["HANNA"] };
    const { renamed } = await take();
    expect(await standing()).toEqual({ Acme: ["Hanna"], acme: ["hanna"], ACME: ["HANNA"] });
    const rows = await t.db.account.findMany({ orderBy: { apiId: "asc" } });
    expect(rows.map(({ apiId }) => apiId).toSorted()).toEqual(["ACME-3", "Acme", "acme-2"]);
    expect(renamed.count).toBe(4);
  });

  test("Users whose names look alike are told apart here", async () => {
    there.accounts = [account("acme")];
    there.members = { acme: ["paypal", "paypa1", "раураl"] };
    await take();
    const users = await t.db.user.findMany({ include: { cloud: true } });
    const named = users.map(({ username, cloud: is }) => [is?.cloudName, username]);
    expect(named).toHaveLength(3);
    expect(named.filter(([theirs, own]) => theirs === own)).toHaveLength(1);
  });

  test("what no database keeps is left out and told", async () => {
    there.accounts = [account("nul\0"), account("x".repeat(700)), account("fine")];
    there.members = { fine: ["nul\0", "ok"] };
    const { refused } = await take();
    expect(refused.count).toBe(3);
    expect(await standing()).toEqual({ fine: ["ok"] });
  });
});

describe("what is here already", () => {
  test("an Account and a User of the very same id are the same", async () => {
    const acme = await makeAccount(t.db, { name: "Ours", apiId: "acme" });
    const hanna = await makeUser(t.db, { username: "hanna", email: "hanna@acme.example" });
    there.accounts = [account("acme", "Theirs")];
    there.members = { acme: ["hanna"] };
    expect(await take()).toMatchObject({ accounts: { added: 0, paired: 1 }, users: { added: 0, paired: 1 } });
    const [membership] = await t.db.membership.findMany({ include: { account: true } });
    expect(membership).toMatchObject({ userId: hanna.id, accountId: acme.id, account: { name: "Ours" } });
  });

  test("another spelling is not, and nor is somebody's e-mail: their access stays theirs", async () => {
    await makeAccount(t.db, { apiId: "Acme" });
    await makeUser(t.db, { username: "Hanna", email: "h@acme.example" });
    there.accounts = [account("acme")];
    there.members = { acme: ["hanna", "h@acme.example"] };
    await take();
    expect(await standing()).toEqual({ acme: ["h@acme.example", "hanna"] });
    const members = await t.db.membership.findMany({ include: { user: true } });
    expect(members.map(({ user }) => user.username).toSorted()).toEqual(["h@acme.example-2", "hanna-2"]);
  });
});

describe("an import that is stopped", () => {
  const away = () => new ExternalError("Cyclr's cloud answers 503.", { retryable: true, reason: "503" });

  beforeEach(() => {
    there.accounts = Array.from({ length: 250 }, (_, at) => account(`a${at}`));
    there.members = Object.fromEntries(there.accounts.map(({ id }) => [id, [`u-${id}`, "everybody"]]));
  });

  test("goes on where it was, and asks for no Account a second time", async () => {
    let left = 150;
    before = (call) => {
      if (call.startsWith("members") && (left -= 1) < 0) throw new Error("killed");
    };
    await expect(take()).rejects.toThrow("killed");
    const done = await t.db.cloudAccount.count({ where: { readAt: { not: null } } });
    expect(done).toBeGreaterThan(100);
    before = () => undefined;
    calls = [];
    const summary = await take();
    expect(summary.resumedFrom).not.toBeNull();
    expect(calls.filter((call) => call.startsWith("members"))).toHaveLength(250 - done);
    expect(Object.values(await standing()).every((members) => members.length === 2)).toBe(true);
    expect(await t.db.user.count()).toBe(251);
    expect((await take()).resumedFrom).toBeNull();
  });

  test("stops by itself while the cloud is away", async () => {
    before = (call) => {
      if (!call.startsWith("accounts")) throw away();
    };
    await expect(take()).rejects.toThrow("503");
    expect(calls.length).toBeLessThan(20);
  });

  test("leaves out one Account that cannot be read, says so, and comes back to it", async () => {
    before = (call) => {
      if (call === "members a7") throw away();
    };
    const summary = await take();
    expect(summary.failed).toEqual({ count: 1, first: ["a7 (a7): Cyclr's cloud answers 503."] });
    before = () => undefined;
    calls = [];
    await take();
    expect(calls.filter((call) => call.startsWith("members"))).toEqual(["members a7"]);
  });

  test("costs at most two calls an Account beside the pages of the list, and tells how far it is", async () => {
    there.under = { a0: there.accounts.slice(1, 200).map(({ id }) => id) };
    const told: ImportProgress[] = [];
    await take((progress) => told.push(structuredClone(progress)));
    expect(calls.filter((call) => call.startsWith("accounts"))).toHaveLength(3);
    expect(calls.length - 3).toBeLessThanOrEqual(2 * 250);
    expect(told.at(-1)).toMatchObject({ summary: { listed: 250, read: 250 }, toRead: 250 });
  });
});

test("two imports at the same time take over each thing once", async () => {
  there.accounts = Array.from({ length: 30 }, (_, at) => account(`a${at}`));
  there.members = Object.fromEntries(there.accounts.map(({ id }) => [id, ["hanna", "Hanna", `u-${id}`]]));
  await Promise.all([take(), take()]);
  expect(await t.db.account.count()).toBe(30);
  expect(await t.db.user.count()).toBe(32);
  expect(await t.db.membership.count()).toBe(90);
});

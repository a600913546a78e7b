import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { importCloud } from "../../../src/core/cloud/import-cloud.ts";
import { sweepCloudSync } from "../../../src/core/cloud/cloud-sync.ts";
import { ExternalError } from "../../../src/core/kernel/external-error.ts";
import { days, hours, minutes } from "../../../src/core/kernel/time/clock.ts";
import { makeConsoleUser, makeUser } from "../../support/factories.ts";
import { type KeptCloud, keptCloud } from "../../support/kept-cloud.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";

let t: TestApp;
let cloud: KeptCloud;
beforeEach(async () => {
  cloud = keptCloud();
  t = await createTestApp({ cloud });
});
afterEach(() => t.close());

const operator = { kind: "operator", name: "root", surface: "command-line" } as const;
const take = () => importCloud({ ...t.app, actor: operator }, cloud);

/** Lets so much time pass, and the worker do what is due then. */
async function later(ms: number): Promise<void> {
  t.clock.advance(ms);
  await sweepCloudSync(t.app);
  await t.runJobs();
}

async function differences(where = {}): Promise<string[]> {
  const rows = await t.db.cloudDrift.findMany({
    where: { goneAt: null, settledAt: null, ...where },
    orderBy: { number: "asc" },
  });
  return rows.map(({ kind, cloudId, userName, here, there }) =>
    [kind, cloudId, userName, here, there].filter(Boolean).join(" "),
  );
}

const lists = () => cloud.calls.filter((call) => call.startsWith("accounts "));

describe("the list", () => {
  beforeEach(async () => {
    for (let at = 0; at < 25; at += 1) cloud.add(`a${at}`);
    await take();
    cloud.calls = [];
  });

  test("is read each hour, page by page, and what is the same is no difference", async () => {
    await later(hours(1));
    expect(lists()).toEqual(["accounts 1", "accounts 2", "accounts 3"]);
    await later(minutes(59));
    expect(lists()).toHaveLength(3);
    await later(minutes(1));
    expect(lists()).toHaveLength(6);
    expect(await differences()).toEqual([]);
    expect(await t.db.cloudListed.count()).toBe(0);
  });

  test("tells new, gone and renamed Accounts once, however often it is read, and nothing is changed by that", async () => {
    cloud.add("fresh", { name: "Fresh Ltd" });
    cloud.has.delete("a3");
    cloud.add("a4", { name: "Other" });
    const before = await t.db.account.findMany({ orderBy: { id: "asc" } });
    await later(hours(1));
    const told = ["account-gone a3", "account-new fresh Fresh Ltd", "account-renamed a4 a4 Other"];
    expect(await differences()).toEqual(told);
    for (let at = 0; at < 3; at += 1) await later(hours(1));
    expect(await differences()).toEqual(told);
    expect((await t.db.cloudDrift.findMany()).map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(await t.db.account.findMany({ orderBy: { id: "asc" } })).toEqual(before);
  });

  test("what vanishes by itself is no difference any more, and is a new one if it comes again", async () => {
    cloud.add("fresh");
    await later(hours(1));
    cloud.has.delete("fresh");
    await later(hours(1));
    expect(await differences()).toEqual([]);
    cloud.add("fresh");
    await later(hours(1));
    expect(await differences()).toEqual(["account-new fresh fresh"]);
    expect(await t.db.cloudDrift.count()).toBe(2);
  });

  test("a changed API ID is told as that, by the moment at which the Account was made", async () => {
    cloud.move("a5", "five");
    await later(hours(1));
    expect(await differences()).toEqual(["account-moved a5 a5 five"]);
  });

  test("where two were made at the same moment, nobody is taken for the other", async () => {
    const createdAt = new Date("2025-01-01T00:00:00Z");
    cloud.add("one", { createdAt });
    cloud.add("two", { createdAt });
    await take();
    cloud.move("one", "uno");
    await later(hours(1));
    expect(await differences()).toEqual(["account-gone one", "account-new uno one"]);
  });

  test("an Account that the pages leave out while the list changes is asked for by itself", async () => {
    // One on the first page goes while the second is fetched: what moves over the edge is on neither.
    cloud.before = (call) => {
      if (call === "accounts 2") cloud.has.delete("a0");
    };
    await later(hours(1));
    expect(cloud.calls).toContain("account a10");
    expect(await differences()).toEqual([]);
    await later(hours(1));
    expect(await differences()).toEqual(["account-gone a0"]);
  });

  test("an import takes over what is new, and then it is no difference", async () => {
    cloud.add("fresh");
    await later(hours(1));
    await take();
    await later(hours(1));
    expect(await differences()).toEqual([]);
  });

  test("what was ignored stays so, until the name is another one", async () => {
    cloud.add("a4", { name: "Other" });
    cloud.add("fresh");
    await later(hours(1));
    await t.db.cloudDrift.updateMany({ data: { ignoredAt: t.clock.now(), ignoredBy: "Olivia" } });
    await later(hours(1));
    expect(await differences({ ignoredAt: null })).toEqual([]);
    cloud.add("a4", { name: "Another" });
    await later(hours(1));
    expect(await differences({ ignoredAt: null })).toEqual(["account-renamed a4 a4 Another"]);
  });

  test("goes on after the page at which the worker was killed", async () => {
    cloud.before = (call) => {
      if (call === "accounts 3") throw new Error("killed");
    };
    await later(hours(1));
    cloud.before = () => undefined;
    cloud.calls = [];
    await later(minutes(1));
    expect(lists()).toEqual(["accounts 3"]);
    expect(await t.db.cloudSync.findFirst({ where: { scope: "list" } })).toMatchObject({ compared: 25 });
  });

  test("is read anew from its beginning where what was read is too old to be compared", async () => {
    cloud.before = (call) => {
      if (call === "accounts 3") throw new Error("killed");
    };
    await later(hours(1));
    cloud.before = () => undefined;
    cloud.calls = [];
    await later(hours(2));
    expect(lists()).toEqual(["accounts 1", "accounts 2", "accounts 3"]);
  });

  test("while the cloud is away nothing is a difference, and the next hour tries again", async () => {
    cloud.before = () => {
      throw new ExternalError("Cyclr's cloud answers 503.", { retryable: true, reason: "503" });
    };
    for (let at = 0; at < 12; at += 1) await later(minutes(10));
    expect(await differences()).toEqual([]);
    cloud.before = () => undefined;
    cloud.add("fresh");
    for (let at = 0; at < 8; at += 1) await later(minutes(10));
    expect(await differences()).toEqual(["account-new fresh fresh"]);
  });

  test("shrunk by more than a tenth it is not compared, and those who manage Accounts are asked once", async () => {
    await makeConsoleUser(t.db, { permissions: { accounts: "manage" }, chatUserId: "U1" });
    await makeConsoleUser(t.db, { permissions: { accounts: "edit" }, chatUserId: "U2" });
    for (const id of ["a1", "a2", "a3"]) cloud.has.delete(id);
    cloud.add("fresh");
    await later(hours(1));
    await later(hours(1));
    expect(await differences()).toEqual(["list-shrank 25 3"]);
    expect(t.chat.messages.map(({ cards }) => cards[0]?.title)).toEqual(["Accounts are missing in Cyclr"]);
    await t.db.cloudDrift.updateMany({ data: { settledAt: t.clock.now(), settledAs: "adopted" } });
    await later(hours(1));
    const told = ["account-gone a1", "account-gone a2", "account-gone a3", "account-new fresh fresh"];
    expect(await differences()).toEqual(told);
    // Said of these three, and not of the next three.
    for (const id of ["a4", "a5", "a6"]) cloud.has.delete(id);
    await later(hours(1));
    expect(await differences({ kind: "list-shrank" })).toEqual(["list-shrank 22 3"]);
  });
});

describe("members", () => {
  beforeEach(async () => {
    cloud.add("acme", { members: ["hanna", "mia"] });
    cloud.add("globex", { members: ["hanna"] });
    await take();
    cloud.calls = [];
  });

  const reads = () => cloud.calls.filter((call) => call.startsWith("members ")).length;

  test("are read once a day, and told where they differ", async () => {
    cloud.has.get("acme")?.members.delete("mia");
    cloud.has.get("acme")?.members.add("jo doe");
    await later(hours(23));
    expect(reads()).toBe(0);
    await later(hours(1));
    expect(reads()).toBe(2);
    expect(await differences()).toEqual(["member-gone acme mia", "member-new acme jo doe"]);
    await later(days(1));
    expect(await differences()).toHaveLength(2);
    expect(await t.db.cloudDrift.count()).toBe(2);
    expect(await t.db.membership.count()).toBe(3);
  });

  test("somebody of the same user ID here and there is one person", async () => {
    const acme = await t.db.account.findUniqueOrThrow({ where: { apiIdKey: "acme" } });
    const jo = await makeUser(t.db, { username: "jo" });
    await t.db.membership.create({
      data: { userId: jo.id, accountId: acme.id, createdAt: t.clock.now() },
    });
    cloud.has.get("acme")?.members.add("jo");
    await later(days(1));
    expect(await differences()).toEqual([]);
    expect(await t.db.cloudUser.count({ where: { userId: jo.id } })).toBe(1);
  });

  test("a member who was added while the cloud was asked is not told as gone", async () => {
    const acme = await t.db.account.findUniqueOrThrow({ where: { apiIdKey: "acme" } });
    const jo = await makeUser(t.db, { username: "jo" });
    t.clock.advance(days(1));
    await t.db.membership.create({
      data: { userId: jo.id, accountId: acme.id, createdAt: t.clock.now() },
    });
    await later(0);
    expect(await differences()).toEqual([]);
  });

  test("an Account that cannot be read holds up no other", async () => {
    cloud.before = (call) => {
      if (call === "members acme")
        throw new ExternalError("In a form that is not known.", { retryable: false, reason: "unknown-form" });
    };
    cloud.has.get("globex")?.members.add("jo");
    await later(days(1));
    expect(await differences()).toEqual(["member-new globex jo"]);
  });
});

test.each(["has gone as well", "has another API ID"])(
  "a sub-account that has gone is told where the list has no sub-accounts, also where its parent %s",
  async (parent) => {
    cloud.listsSubs = false;
    for (const id of ["acme", "globex", "initech"]) cloud.add(id);
    cloud.add("north", { parent: "acme" });
    await take();
    await later(days(1));
    cloud.has.delete("north");
    if (parent === "has gone as well") cloud.has.delete("acme");
    else cloud.move("acme", "acme ltd");
    await later(days(1) + 1_000);
    const told = parent === "has gone as well" ? "account-gone acme" : "account-moved acme acme acme ltd";
    expect(await differences()).toEqual([told, "account-gone north"]);
    await later(days(1) + 1_000);
    expect(await differences()).toEqual([told, "account-gone north"]);
  },
);

test("nothing is read before everything was taken over, and nothing without the variables", async () => {
  cloud.add("acme");
  await later(hours(1));
  expect(cloud.calls).toEqual([]);
  const world = await createTestApp();
  await sweepCloudSync(world.app);
  expect(await world.db.cloudSync.count()).toBe(0);
  await world.close();
});

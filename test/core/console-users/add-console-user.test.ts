import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../../src/core/kernel/database.ts";
import { openDatabase } from "../../../src/core/open-database.ts";
import { readDatabaseConfig } from "../../../src/core/config.ts";
import type { OperatorContext } from "../../../src/core/context.ts";
import {
  addConsoleUser,
  type AddConsoleUserInput,
} from "../../../src/core/console-users/add-console-user.ts";
import { listConsoleUsers } from "../../../src/core/console-users/page-console-users.ts";
import { ensurePartner } from "../../../src/core/kernel/names/ensure-partner.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { cloneDatabase, type TestDatabase } from "../../support/test-database.ts";

let database: TestDatabase;
let db: Database;
let ctx: OperatorContext;

beforeAll(async () => {
  database = await cloneDatabase();
  db = await openDatabase(readDatabaseConfig({ DATABASE_URL: database.url }));
  const actor = { kind: "operator", name: "root", surface: "command-line" } as const;
  ctx = { db, clock: () => new Date("2026-03-02T09:00:00Z"), actor };
});

beforeEach(async () => {
  await db.consoleUser.deleteMany();
});

afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

const ada = "Ada@Partner.example";
const add = (given: Partial<AddConsoleUserInput> = {}) => addConsoleUser(ctx, { email: ada, ...given });
const events = auditOfTest(() => db);
const actions = async () => (await events()).map(({ action }) => action);

describe("adding a Console User", () => {
  test("creates them with the access asked for, and says who did it", async () => {
    const { outcome, user } = await add({ firstName: "Ada", lastName: "Byron", fullAccess: true });
    expect(outcome).toBe("created");
    expect(user).toMatchObject({ email: ada, emailKey: "ada@partner.example", fullAccess: true });
    expect(await events()).toMatchObject([
      {
        actorKind: "operator",
        actorName: "root",
        surface: "command-line",
        action: "console-user-created",
        subjectId: user.id,
        subjectName: "Ada Byron",
        before: null,
        after: { email: ada, fullAccess: true, permissions: {}, removed: false },
      },
    ]);
  });

  test("twice, in another spelling, changes nothing more and is audited once", async () => {
    await add({ fullAccess: true, permissions: { users: "edit" } });
    const again = await add({ email: "ADA@partner.EXAMPLE", permissions: { users: "view" } });
    expect(again.outcome).toBe("unchanged");
    expect(again.user).toMatchObject({ email: ada, fullAccess: true, permissions: { users: "edit" } });
    expect(await actions()).toEqual(["console-user-created"]);
  });

  test("gives somebody known what they lack, and takes nothing away", async () => {
    await add({ firstName: "Ada", permissions: { users: "manage", audit: "view" } });
    const { outcome, user } = await add({
      fullAccess: true,
      lastName: "Byron",
      permissions: { users: "view", accounts: "edit" },
    });
    expect(outcome).toBe("changed");
    expect(user).toMatchObject({
      firstName: "Ada",
      lastName: "Byron",
      fullAccess: true,
      permissions: { users: "manage", audit: "view", accounts: "edit" },
    });
    const [event] = await events("console-user-changed");
    expect(event?.before).toMatchObject({
      fullAccess: false,
      permissions: { users: "manage", audit: "view" },
    });
    expect(event?.after).toMatchObject({ fullAccess: true });
  });

  test("restores a removed one with the access given now, and without the old link to Slack", async () => {
    const { user } = await add({ firstName: "Ada", fullAccess: true });
    const gone = { removedAt: ctx.clock(), chatTeamId: "T1", chatUserId: "U1", chatLinkedAt: ctx.clock() };
    await db.consoleUser.update({ where: { id: user.id }, data: gone });
    const restored = await add({ permissions: { users: "edit" } });
    expect(restored.outcome).toBe("restored");
    expect(restored.user).toMatchObject({
      id: user.id,
      firstName: "Ada",
      fullAccess: false,
      permissions: { users: "edit" },
      removedAt: null,
      chatTeamId: null,
      chatUserId: null,
      chatLinkedAt: null,
    });
    expect(await actions()).toEqual(["console-user-created", "console-user-restored"]);
  });

  test("ten times at once makes one Console User, and loses nothing of what was given", async () => {
    const areas = ["users", "accounts", "audit", "settings", "marketplaces"];
    const calls = [...areas, ...areas].map((area) => add({ permissions: { [area]: "view" } }));
    const outcomes = (await Promise.all(calls)).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === "created")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === "changed")).toHaveLength(4);
    const [user, ...others] = await db.consoleUser.findMany();
    expect(others).toEqual([]);
    expect(Object.keys(user?.permissions ?? {}).sort()).toEqual(areas.sort());
    expect(await actions()).toHaveLength(5);
  });

  test.each([
    ["an address that is none", { email: "ada" }, "This is not an e-mail address"],
    ["a name too long to read", { firstName: "x".repeat(101) }, "at most 100 characters"],
    ["a name that would repaint a terminal", { lastName: "\u001B[2J" }, "no control characters"],
  ])("refuses %s", async (_, given, words) => {
    await expect(add(given)).rejects.toThrow(words);
    expect(await db.consoleUser.count()).toBe(0);
  });
});

test("the list of Console Users leaves out the removed ones", async () => {
  await add({ email: "bob@partner.example" });
  await add();
  await add({ email: "carl@partner.example" });
  await db.consoleUser.updateMany({
    where: { emailKey: "carl@partner.example" },
    data: { removedAt: ctx.clock() },
  });
  expect((await listConsoleUsers(ctx)).map(({ email }) => email)).toEqual([ada, "bob@partner.example"]);
});

test("the Partner is made once and keeps its name", async () => {
  const names = ["Northwind", "Contoso", "Fabrikam"];
  const made = await Promise.all(names.map((name) => ensurePartner(ctx, { name })));
  expect(made.filter(({ created }) => created)).toHaveLength(1);
  expect(new Set(made.map(({ partner }) => partner.name)).size).toBe(1);
  expect(await actions()).toEqual(["partner-created"]);
});

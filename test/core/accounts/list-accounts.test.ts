import { resolveHints } from "../../../src/core/kernel/text/command-hint.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accountRowWords } from "../../../src/core/accounts/account-words.ts";
import { listAccounts } from "../../../src/core/accounts/page-of-accounts.ts";
import { makeAccount, makeActor, makeUser } from "../../support/factories.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";
import type { ConsoleUserActor, Context } from "../../../src/core/context.ts";
import { refusalOf } from "./account-scene.ts";

let t: TestApp;
let ctx: Context<ConsoleUserActor>;

beforeAll(async () => {
  t = await createTestApp();
  ctx = { ...t.app, actor: await makeActor(t, { permissions: { accounts: "view" } }) };
  const parent = await makeAccount(t.db, { name: "Zebra", apiId: "zebra" });
  await makeAccount(t.db, { name: "Zebra North", apiId: "alpha", parentId: parent.id });
  for (let serial = 0; serial < 25; serial += 1)
    await makeAccount(t.db, { name: "Twin", apiId: `twin-${serial}` });
  await makeAccount(t.db, { name: "100% \u202Eevil", apiId: "evil", suspendedAt: t.clock.now() });
  for (let count = 0; count < 3; count += 1) {
    const user = await makeUser(t.db);
    await t.db.membership.create({ data: { userId: user.id, accountId: parent.id } });
  }
});
afterAll(() => t.close());

const list = (words = "", take = 100) => listAccounts(ctx, { words, after: undefined, take });

/** Every page, and what was on them. */
async function readAll(words: string, take: number): Promise<string[]> {
  const found: string[] = [];
  let after: { nameKey: string; id: string } | undefined;
  do {
    const page = await listAccounts(ctx, { words, after, take });
    expect(page.rows.length).toBeLessThanOrEqual(take);
    found.push(...page.rows.map(({ account }) => account.apiId));
    after = page.next;
  } while (after);
  return found;
}

describe("the list of Accounts", () => {
  test.each([1, 7, 14, 28, 100])("in pages of %i shows each once, by name", async (take) => {
    const found = await readAll("", take);
    expect(found).toHaveLength(28);
    expect(new Set(found).size).toBe(28);
    expect(found).toEqual(await readAll("", 1000));
    expect(found.slice(-2)).toEqual(["zebra", "alpha"]);
  });

  test("of a search finds parts of the name and the beginning of the API ID, each once, over pages", async () => {
    expect(await readAll("twin", 4)).toHaveLength(25);
    expect(await readAll("twin-1", 3)).toHaveLength(11);
    expect(await readAll("zeb north", 3)).toEqual(["alpha"]);
    expect(await readAll("ZEBRA", 1)).toEqual(["zebra", "alpha"]);
    expect(await readAll("100%", 3)).toEqual(["evil"]);
    expect(await readAll("no such", 3)).toEqual([]);
  });

  test("goes on where it was, when what stood there was deleted meanwhile", async () => {
    const extra = await makeAccount(t.db, { name: "Twin", apiId: "twin-x" });
    const first = await listAccounts(ctx, { words: "twin", after: undefined, take: 26 });
    expect(first.rows.at(-1)?.account.apiId).toBe("twin-x");
    await t.db.account.delete({ where: { id: extra.id } });
    const rest = await listAccounts(ctx, { words: "zebra", after: extra, take: 5 });
    expect(rest.rows.map(({ account }) => account.apiId)).toEqual(["zebra", "alpha"]);
  });

  test("counts an Account's own users only, and marks sub-accounts and what is suspended", async () => {
    const words = (await list("zebra")).rows.map(accountRowWords);
    expect(words).toEqual([
      "Zebra (zebra) · 3 users",
      "Zebra North (alpha) · 0 users · sub-account of Zebra (zebra)",
    ]);
    const [evil] = (await list("100%")).rows.map(accountRowWords).map((line) => resolveHints(line));
    expect(evil).toBe("\u2068100% evil (evil)\u2069 · 0 users · suspended since Mon, 2 Mar 2026, 09:00 UTC");
  });

  test.each(["%", "zz\u0000zz", "'; DROP TABLE", "x".repeat(10_000), "\uD800", "\\"])(
    "takes %j for words like any other",
    async (words) => {
      expect((await list(words)).rows.length).toBeLessThanOrEqual(1);
    },
  );

  test("needs accounts:view", async () => {
    const actor = await makeActor(t, { permissions: { users: "manage" } });
    const refused = listAccounts({ ...t.app, actor }, { words: "", after: undefined, take: 1 });
    expect(await refusalOf(refused)).toMatchObject({ code: "forbidden" });
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accountLabel } from "../../../src/core/kernel/names/account-name.ts";
import { findAccount, searchAccounts } from "../../../src/core/accounts/look-up-account.ts";
import { makeAccount } from "../../support/factories.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";

// Half of a pair that makes one character.
const halfCharacter = /\p{Cs}/u;

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
  const accounts = [
    ["acme", "Acme Ltd"],
    ["globex", "Acme"],
    ["beta", "acme GmbH"],
    ["twin-1", "Twin"],
    ["twin-2", "TWIN"],
    ["100%", "100% Juice"],
    ["1000", "1000 Juices"],
    ["under_score", "A_B"],
    ["underXscore", "AXB"],
    ["back\\slash", "C\\D"],
    ["0195c3de-0000-7000-8000-00000000000A", "Zoë & Söhne"],
  ];
  for (const [apiId, name] of accounts) await makeAccount(t.db, { apiId: apiId ?? "", name: name ?? "" });
  for (let serial = 10; serial < 30; serial += 1)
    await makeAccount(t.db, { apiId: `many-${serial}`, name: `Many ${serial}` });
});
afterAll(() => t.close());

const found = async (words: string) => (await findAccount(t.app, words)).apiId;
const refusal = (words: string) =>
  findAccount(t.app, words).then(
    ({ apiId }) => `found ${apiId}`,
    (error: { code: string; field: string; message: string }) => error,
  );
const searched = async (words: string) => (await searchAccounts(t.app, words, 100)).map(({ apiId }) => apiId);

describe("the one Account that is named", () => {
  test.each([
    ["acme", "acme"],
    ["ACME", "acme"],
    ["  Globex ", "globex"],
    ["acme ltd", "acme"],
    ["Acme\u00A0 LTD", "acme"],
    ["ＡＣＭＥ GMBH", "beta"],
    ["twin-2", "twin-2"],
    ["0195C3DE-0000-7000-8000-00000000000a", "0195c3de-0000-7000-8000-00000000000A"],
    ["zoe\u0308 & so\u0308hne", "0195c3de-0000-7000-8000-00000000000A"],
    ["100%", "100%"],
    ["a_b", "under_score"],
    ["c\\d", "back\\slash"],
  ])("as %j is %s", async (words, apiId) => {
    expect(await found(words)).toBe(apiId);
  });

  test("by an API ID is not the one that has this for a name", async () => {
    expect((await findAccount(t.app, "Acme")).name).toBe("Acme Ltd");
  });
});

describe("a name that does not say which Account", () => {
  test("because several are called so gets the list", async () => {
    expect(await refusal("twin")).toMatchObject({
      code: "conflict",
      field: "accountId",
      message: [
        "Several Accounts are called “twin”. Give the API ID of the one you mean:",
        "• Twin (twin-1)",
        "• TWIN (twin-2)",
      ].join("\n"),
    });
  });

  test("because none is called exactly so gets those that are near, even one alone", async () => {
    const near = await refusal("gmbh");
    expect(near).toMatchObject({ code: "conflict" });
    expect(near).toMatchObject({ message: expect.stringContaining("• acme GmbH (beta)") });
    expect(near).toMatchObject({ message: expect.stringContaining("No Account has exactly that name.") });
  });

  test("gets a list of ten at most, and is told that there are more", async () => {
    const { message } = (await refusal("many")) as { message: string };
    expect(message.split("\n")).toHaveLength(12);
    expect(message.endsWith("• …")).toBe(true);
  });

  test("because there is none is told so", async () => {
    expect(await refusal("Initech")).toMatchObject({
      code: "not-found",
      field: "accountId",
      message: "No Account has the API ID or name “Initech”.",
    });
  });

  test.each(["", "   ", "\u00A0"])("%j is no name", async (words) => {
    expect(await refusal(words)).toMatchObject({ code: "invalid", field: "accountId" });
  });

  test.each([
    ["one piece", "x".repeat(10_000)],
    ["thousands of words", "zz ".repeat(3_333)],
    ["wildcards", "%_".repeat(5_000)],
    ["emoji", "🍕".repeat(5_000)],
  ])("of ten thousand characters in %s is answered in a short sentence", async (_, words) => {
    const { code, message } = (await refusal(words)) as { code: string; message: string };
    expect(code).toBe("not-found");
    expect(message.length).toBeLessThan(200);
    expect(message).not.toMatch(halfCharacter);
  });

  test.each(["\u0000", "acme\u0000x", '\'; DROP TABLE "Account"; --', "\\", "%", "_", "🍕", "\uD800"])(
    "%j is answered like any other",
    async (words) => {
      expect(await refusal(words)).toMatchObject({
        code: expect.stringMatching(/invalid|not-found|conflict/),
      });
    },
  );
});

describe("a search", () => {
  test("finds all its words in a name, in any order", async () => {
    expect(await searched("ltd acm")).toEqual(["acme"]);
    expect(await searched("acme")).toEqual(["globex", "beta", "acme"]);
  });

  test("finds the beginning of an API ID", async () => {
    expect(await searched("glob")).toEqual(["globex"]);
    expect(await searched("lobex")).toEqual([]);
  });

  test.each([
    ["%", ["100%"]],
    ["100%", ["100%"]],
    ["_", ["under_score"]],
    ["a_b", ["under_score"]],
    ["under_", ["under_score"]],
    ["\\", ["back\\slash"]],
    ["back\\", ["back\\slash"]],
    ["\\%", []],
  ])("takes %j as it is, not as a wildcard", async (words, apiIds) => {
    expect(await searched(words)).toEqual(apiIds);
  });

  test("for nothing lists everything by name, up to what is asked for", async () => {
    expect(await searched("  ")).toHaveLength(31);
    expect((await searchAccounts(t.app, "", 5)).map(accountLabel).slice(0, 2)).toEqual([
      "100% Juice (100%)",
      "1000 Juices (1000)",
    ]);
  });
});

import { describe, expect, test } from "vitest";
import { half, json, says, silence } from "../support/rude-cloud.ts";
import { clientSecret, cloud, failure, held, meets, rude, turns, useRudeCloud } from "./rude-cloud-scene.ts";

const acme = {
  Id: "acme",
  Name: "Acme Ltd",
  Description: null,
  CreatedDate: "2026-11-25T13:00:00",
  New: { a: 1 },
};

const paths = () => rude.calls.map(({ path }) => path);

useRudeCloud();

describe("the list of Accounts", () => {
  test("is read page by page, with fields that nobody knows passed over", async () => {
    meets(json([acme], 200, { "total-pages": "3" }));
    expect(await cloud().accounts(2)).toEqual({
      accounts: [
        { id: "acme", name: "Acme Ltd", description: "", createdAt: new Date("2026-11-25T13:00:00Z") },
      ],
      pages: 3,
    });
    expect(paths()).toEqual(["/oauth/token", "/v1.0/accounts?page=2&pageSize=100"]);
    expect(turns).toEqual(["reading", "reading"]);
  });

  test("says that it does not know how many pages there are where the cloud does not", async () => {
    meets(json([acme]));
    expect(await cloud().accounts(1)).toMatchObject({ pages: undefined });
  });

  test.each([
    ["an object", json({ Accounts: [] }), false],
    ["an Account without Id", json([{ Name: "x" }]), false],
    ["HTML", says("<html>We are back soon</html>"), true],
  ])("is not taken from %s", async (_what, answer, retryable) => {
    meets(answer);
    expect((await failure(cloud().accounts(1)))[1]).toBe(retryable);
  });
});

describe("a token", () => {
  test("is fetched once for calls at the same time and after one another", async () => {
    meets(json([]));
    const one = cloud();
    await Promise.all([one.accounts(1), one.accounts(2)]);
    await one.accounts(3);
    expect(paths().filter((path) => path === "/oauth/token")).toHaveLength(1);
    expect(new Set(rude.calls.slice(1).map(({ authorization }) => authorization))).toEqual(
      new Set(["Bearer token-1"]),
    );
  });

  test("is fetched anew before its end", async () => {
    rude.tokens = json({ access_token: "token-short", expires_in: 0.05 });
    meets(json([]));
    const one = cloud();
    await one.accounts(1);
    await new Promise((resolve) => {
      setTimeout(resolve, 60);
    });
    await one.accounts(1);
    expect(paths().filter((path) => path === "/oauth/token")).toHaveLength(2);
  });

  test("that has ended early is fetched anew once, and the call goes on", async () => {
    meets(json({ Message: "Authorization has been denied for this request." }, 401), json([acme]));
    expect((await cloud().accounts(1)).accounts).toHaveLength(1);
    expect(rude.calls.map(({ authorization }) => authorization)).toEqual([
      undefined,
      "Bearer token-1",
      undefined,
      "Bearer token-2",
    ]);
  });

  test("that is refused twice ends the call", async () => {
    meets(json({ Message: "Authorization has been denied for this request." }, 401));
    expect(await failure(cloud().accounts(1))).toEqual([
      "401",
      false,
      "Cyclr's cloud answers 401: Authorization has been denied for this request.",
    ]);
    expect(rude.calls).toHaveLength(4);
  });

  test("that nobody gets for these credentials says which variables to look at", async () => {
    rude.tokens = json({ error: "invalid_client", error_description: `no ${clientSecret}` }, 400);
    expect(await failure(cloud().accounts(1))).toEqual([
      "credentials",
      false,
      "Cyclr's cloud does not accept CYCLR_CLIENT_ID and CYCLR_CLIENT_SECRET.",
    ]);
  });

  test("in a form that is not known is no token", async () => {
    rude.tokens = json({ token: "token-9" });
    expect((await failure(cloud().accounts(1)))[0]).toBe("unknown-form");
  });
});

describe("trouble", () => {
  test.each([
    ["503 once", says("", 503)],
    ["half an answer once", half],
    ["HTML once", says("<html></html>", 502)],
  ])("that passes is outlived: %s", async (_what, answer) => {
    meets(answer, json([acme]));
    expect((await cloud().accounts(1)).accounts).toHaveLength(1);
  });

  test("429 has every process leave the cloud alone for as long as it asks", async () => {
    meets(json({ Message: "Slow down" }, 429, { "retry-after": "7" }), json([acme]));
    expect((await cloud().accounts(1)).accounts).toHaveLength(1);
    expect(held).toEqual([7_000]);
  });

  test("a wait longer than the call's patience is left to who asked for it", async () => {
    meets(json({}, 429, { "retry-after": "600" }));
    expect((await failure(cloud().accounts(1))).slice(0, 2)).toEqual(["429", true]);
    expect(rude.calls).toHaveLength(2);
  });

  test("that stays is given up after four tries", async () => {
    meets(says("", 500));
    expect(await failure(cloud().accounts(1))).toEqual(["500", true, "Cyclr's cloud answers 500."]);
    expect(rude.calls).toHaveLength(5);
  });

  test("silence is not waited for longer than the limit", async () => {
    meets(silence);
    const one = cloud({ timeoutMs: 50, patienceMs: 100 });
    expect((await failure(one.accounts(1))).slice(0, 2)).toEqual(["timeout", true]);
  });

  test("nobody there", async () => {
    const one = cloud();
    await rude.stop();
    expect(await failure(one.accounts(1))).toEqual([
      "ECONNREFUSED",
      true,
      "Cyclr's cloud cannot be reached.",
    ]);
  });

  test.each([301, 302, 307, 308])(
    "a redirect (%i) is not followed, with or without a token",
    async (status) => {
      meets(says("", status, { location: `${rude.url}/elsewhere` }));
      expect((await failure(cloud().accounts(1))).slice(0, 2)).toEqual([String(status), false]);
      expect(paths()).not.toContain("/elsewhere");
      rude.tokens = says("", status, { location: `${rude.url}/elsewhere` });
      expect((await failure(cloud().accounts(1))).slice(0, 2)).toEqual([String(status), false]);
      expect(paths()).not.toContain("/elsewhere");
    },
  );

  test("an answer without end is cut off", async () => {
    meets((_request, response) => {
      response.writeHead(200);
      const chunk = Buffer.alloc(1024 * 1024, " ");
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
        if (!response.destroyed) response.once("drain", more);
      };
      more();
    });
    expect((await failure(cloud().accounts(1))).slice(0, 2)).toEqual(["too-long", false]);
  });

  test("what the cloud repeats of the secret is not repeated", async () => {
    meets(json({ Message: `Client ${clientSecret} is blocked` }, 403));
    expect(await failure(cloud().accounts(1))).toEqual(["403", false, "Cyclr's cloud answers 403."]);
  });
});

describe("one Account", () => {
  test.each([
    ["two words", "two%20words"],
    ["a/b", "a%2Fb"],
    ["größe", "gr%C3%B6%C3%9Fe"],
    ["50%?#", "50%25%3F%23"],
  ])("%j is named letter for letter", async (id, path) => {
    meets(json({ ...acme, Id: id }));
    expect(await cloud().account(id)).toMatchObject({ id });
    expect(paths()[1]).toBe(`/v1.0/accounts/${path}`);
  });

  test.each([".", ".."])("%j, which would be another address, is not asked for", async (id) => {
    await expect(cloud().account(id)).rejects.toThrow("cannot stand in a call");
    expect(rude.calls).toEqual([]);
  });

  test.each([
    ["with a message", json({ Message: "Account not found" }, 404)],
    ["with nothing", says("", 404)],
  ])("404 %s says that there is none", async (_what, answer) => {
    meets(answer);
    const one = cloud();
    expect([await one.account("x"), await one.members("x"), await one.subAccounts("x")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("404 in HTML proves nothing", async () => {
    meets(says("<html>404</html>", 404));
    expect((await failure(cloud().account("x"))).slice(0, 2)).toEqual(["404", true]);
  });
});

test.each([
  ["user IDs", ["hanna", "Jo Doe"]],
  ["objects with UserName", [{ UserName: "hanna", Id: 1 }, { UserName: "Jo Doe" }]],
  ["objects with Username", [{ Username: "hanna" }, { Username: "Jo Doe" }]],
])("members are read from %s", async (_what, answer) => {
  meets(json(answer));
  expect(await cloud().members("acme")).toEqual(["hanna", "Jo Doe"]);
});

test("members on several pages are read to the last", async () => {
  const pages = { "total-pages": "2" };
  meets(json(["hanna"], 200, pages), json(["mia"], 200, pages));
  expect(await cloud().members("acme")).toEqual(["hanna", "mia"]);
  expect(paths().slice(1)).toEqual(["/v1.0/accounts/acme/users", "/v1.0/accounts/acme/users?page=2"]);
});

test("active cycles are counted in the Account that a header names", async () => {
  meets(json([{ Status: "Active" }, { Status: "Paused" }, { Status: "active", New: 1 }]));
  expect(await cloud().activeCycles("two words")).toBe(2);
  expect(rude.calls[1]).toMatchObject({ path: "/v1.0/cycles", account: "two words" });
  await expect(cloud().activeCycles("größe")).rejects.toThrow("cannot stand in a call");
});

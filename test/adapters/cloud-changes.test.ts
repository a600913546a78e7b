import { describe, expect, test } from "vitest";
import { half, json, says } from "../support/rude-cloud.ts";
import { cloud, failure, held, meets, rude, turns, useRudeCloud } from "./rude-cloud-scene.ts";

useRudeCloud();

describe("a change", () => {
  const made = { cloudId: "a/b", name: "Acme", description: "", parentCloudId: "top" };

  test("is sent as the vendor has it, in the turn of changes", async () => {
    meets(json({ Id: "a/b" }), json({}), json({}), json({}));
    const one = cloud();
    await one.createAccount(made);
    expect(await one.changeAccount("a/b", { name: "New" })).toBe(true);
    await one.removeMember("a/b", "jo doe");
    await one.deleteAccount("a/b");
    expect(rude.calls.slice(1).map(({ method, path, body }) => [method, path, JSON.parse(body)])).toEqual([
      ["POST", "/v1.0/accounts", { Id: "a/b", Name: "Acme", Description: "", ParentAccountId: "top" }],
      ["PUT", "/v1.0/accounts/a%2Fb", { Name: "New" }],
      ["DELETE", "/v1.0/accounts/a%2Fb/users", { UserName: "jo doe" }],
      ["DELETE", "/v1.0/accounts/a%2Fb", {}],
    ]);
    expect(turns).toEqual(["reading", "change", "change", "change", "change"]);
  });

  test.each([
    ["503", says("", 503)],
    ["half an answer", half],
  ])("is not sent again by itself after %s: it may have arrived", async (_what, answer) => {
    meets(answer);
    const [, retryable] = await failure(cloud().createAccount(made));
    expect([retryable, rude.calls.length]).toEqual([true, 2]);
  });

  test("that is turned away has every process leave the cloud alone for a while", async () => {
    meets(json({}, 429, { "retry-after": "9" }));
    expect((await failure(cloud().createAccount(made))).slice(0, 2)).toEqual(["429", true]);
    expect(held).toEqual([9_000]);
  });

  test("of what is not there says so, and a deletion of it is done", async () => {
    meets(json({ Message: "not found" }, 404));
    expect(await cloud().changeAccount("x", { name: "y" })).toBe(false);
    await cloud().deleteAccount("x");
    await cloud().removeMember("x", "jo");
  });

  test("that is refused carries the cloud's own words", async () => {
    meets(json({ Message: "ID already in use" }, 400));
    expect(await failure(cloud().createAccount(made))).toEqual([
      "400",
      false,
      "Cyclr's cloud answers 400: ID already in use.",
    ]);
  });
});

import { describe, expect, test } from "vitest";
import { apiRoutes } from "../../../src/web/features.ts";
import { apiScene } from "./api-scene.ts";
import { goodRequests } from "./good-requests.ts";
import { idOf } from "./read-answer.ts";
import { unlessApproved } from "./unruled.ts";
import { whatStands } from "./what-stands.ts";

const scene = apiScene();

const title = ({ method, path }: (typeof apiRoutes)[number]) => `${method.toUpperCase()} ${path}`;
const single = apiRoutes.filter(({ hasVersions }) => hasVersions);
const isSingle = (path: string) => single.some((one) => one.path === path);
const changes = apiRoutes.filter(({ method }) => method === "put" || method === "delete");

const old = '"of-another-version"';

test.each(single.map(title))("%s answers its version, and nothing to whom has it", async (call) => {
  const path = (await goodRequests[call]?.(scene))?.path ?? "";
  const first = await scene.call("GET", path);
  const tag = first.headers.get("etag") ?? "";
  expect(tag).toMatch(/^"[\w-]{27}"$/);
  expect(first.headers.get("cache-control")).toBe("private, no-cache");
  expect(first.headers.get("vary")).toBe("Authorization, X-Cyclr-Account");
  for (const [known, status] of [
    [tag, 304],
    [`W/${tag}`, 304],
    [`${old}, ${tag}`, 304],
    ["*", 304],
    [old, 200],
    [tag.replaceAll('"', ""), 200],
  ] as const) {
    const again = await scene.call("GET", path, { headers: { "if-none-match": known } });
    expect([known, again.status, again.headers.get("etag")]).toEqual([known, status, tag]);
    if (status === 304) expect(again.body).toBeUndefined();
  }
});

describe("with If-Match a change is done only where nothing else was", () => {
  test.each(changes.map((route) => ({ route, call: title(route) })))("$call", async ({ route, call }) => {
    const good = await goodRequests[call]?.(scene);
    const send = (tag: string) =>
      scene.call(route.method.toUpperCase(), good?.path ?? "", {
        ...(good?.body !== undefined && { body: good.body }),
        headers: { "if-match": tag },
      });
    const before = await whatStands(scene.t.db);
    for (const tag of [old, "", "x", "W/*"])
      expect(await send(tag)).toMatchObject({ status: 412, body: { Code: "precondition-failed" } });
    if (!isSingle(route.path)) {
      expect((await send("*")).status).toBe(412);
      expect(await whatStands(scene.t.db)).toEqual(before);
      return;
    }
    const tag = (await scene.call("GET", good?.path ?? "")).headers.get("etag") ?? "";
    // A weak one is not for that.
    expect((await send(`W/${tag}`)).status).toBe(412);
    expect(await whatStands(scene.t.db)).toEqual(before);
    const done = await unlessApproved(scene, call, () => send(`${old}, ${tag}`));
    expect(done.status).toBe(route.status);
  });

  test("what is not there is a 404, not a 412", async () => {
    const missing = "/v1.0/cycles/0190f5a0-0000-7000-8000-000000000000";
    const headers = { "if-match": "*" };
    expect((await scene.call("DELETE", missing, { headers })).status).toBe(404);
    expect((await scene.call("DELETE", "/v1.0/accounts/nowhere", { headers })).status).toBe(404);
  });

  test("with an Idempotency-Key too: a 412 leaves the key free, and a repeat of what was done is answered again", async () => {
    const made = await scene.call("POST", "/v1.0/cycles", { body: { Name: "Keyed" } });
    const path = `/v1.0/cycles/${idOf(made)}`;
    const tag = (await scene.call("GET", path)).headers.get("etag") ?? "";
    const send = (match: string) =>
      scene.call("PUT", path, {
        body: { Description: "Once" },
        headers: { "if-match": match, "idempotency-key": "one-change" },
      });
    expect((await send(old)).status).toBe(412);
    expect((await scene.call("GET", path)).headers.get("etag")).toBe(tag);
    const done = await send(tag);
    expect([done.status, done.body]).toEqual([200, expect.objectContaining({ Description: "Once" })]);
    const again = await send(tag);
    expect([again.status, again.body, again.headers.get("idempotency-replayed")]).toEqual([
      200,
      done.body,
      "true",
    ]);
  });

  test("of many at the same moment, each knowing the same version, one gets through", async () => {
    const made = await scene.call("POST", "/v1.0/cycles", { body: { Name: "Raced" } });
    for (const path of [`/v1.0/cycles/${idOf(made)}`, `/v1.0/accounts/${scene.account.apiId}`]) {
      const tag = (await scene.call("GET", path)).headers.get("etag") ?? "";
      const sent = Array.from({ length: 12 }, (_, at) => {
        const headers = { "if-match": tag };
        return scene.call("PUT", path, { body: { Description: `By ${at}` }, headers });
      });
      const statuses = (await Promise.all(sent)).map(({ status }) => status);
      const refused = statuses.filter((status) => status === 412).length;
      expect([statuses.filter((status) => status === 200).length, refused]).toEqual([1, 11]);
    }
  });
});

test("a change of what has a GET says which row it holds, or is within an Account", () => {
  const without = changes.filter(({ path, level, holds }) => isSingle(path) && level !== "account" && !holds);
  const advice =
    "Give it `hold`: it locks the row that the use case locks first, as src/web/accounts/accounts.ts does.";
  expect(without.map((route) => `${title(route)}: ${advice}`)).toEqual([]);
});

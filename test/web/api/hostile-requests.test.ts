import {
  array,
  type Arbitrary,
  assert,
  asyncProperty,
  constant,
  constantFrom,
  jsonValue,
  nat,
  oneof,
  option,
  record,
  string,
  tuple,
  uint8Array,
} from "fast-check";
import { expect, test } from "vitest";
import type { ApiRoute } from "../../../src/web/http/api-route.ts";
import { apiRoutes } from "../../../src/web/features.ts";
import { visitor } from "../visitor.ts";
import { apiScene } from "./api-scene.ts";
import { goodRequests } from "./good-requests.ts";
import { approvedCalls } from "./partner-requests.ts";
import { readAnswer } from "./read-answer.ts";
import { whatStands } from "./what-stands.ts";

const scene = apiScene();
const seed = 20_261_125;
const runs = { numRuns: 30, seed };
/** Without a body there is less to go wrong. */
const runsOf = ({ takesJson }: ApiRoute) => ({
  numRuns: takesJson ? 20 : 8,
  seed,
});

const nastyText = constantFrom(
  "",
  " ",
  "\0",
  "\uD800",
  "\uDC00x",
  "\u202Eabc",
  "💥".repeat(300),
  "x".repeat(5000),
  '\'; DROP TABLE "Cycle"; --',
  "../../etc/passwd",
  "%00",
  "__proto__",
);
const text = oneof(nastyText, string({ unit: "binary", maxLength: 60 }), string({ maxLength: 20 }));
const number = constantFrom(0, -1, 1.5, 1e308, 2 ** 31, 2 ** 53, -0);
const value: Arbitrary<unknown> = oneof(
  { weight: 3, arbitrary: text },
  number,
  constantFrom(null, true, [], {}),
  jsonValue({ maxDepth: 3 }),
  array(record({ Name: text, Value: text }, { requiredKeys: [] }), { maxLength: 4 }),
);

type Edit = [
  where: number,
  depth: number,
  what: "set" | "drop" | "add" | "case" | "double",
  key: string,
  value: unknown,
];
const edits = array(
  tuple(nat(30), nat(3), constantFrom("set", "set", "drop", "add", "case", "double"), text, value),
  { minLength: 1, maxLength: 3 },
) as Arbitrary<Edit[]>;

/** The good body with some of it changed: what is left is right, so that it gets as far as it can. */
function edited(body: unknown, all: Edit[]): unknown {
  const copy = structuredClone(body ?? {}) as Record<string, unknown>;
  for (const [where, depth, what, key, given] of all) {
    const place = placeIn(copy, where, depth);
    const names = Object.keys(place);
    const name = names[where % Math.max(1, names.length)];
    if (what === "add" || name === undefined) define(place, key, given);
    else if (what === "set") define(place, name, given);
    else if (what === "drop") delete place[name];
    else if (what === "double") define(place, name.toLowerCase(), place[name]);
    else {
      define(place, name.toUpperCase(), place[name]);
      if (name !== name.toUpperCase()) delete place[name];
    }
  }
  return copy;
}

function placeIn(object: Record<string, unknown>, where: number, depth: number): Record<string, unknown> {
  const inner = Object.values(object).filter((one) => typeof one === "object" && one !== null);
  const next = inner[where % Math.max(1, inner.length)];
  return depth === 0 || !next ? object : placeIn(next as Record<string, unknown>, where, depth - 1);
}

function define(place: object, key: string, given: unknown): void {
  Object.defineProperty(place, key, { value: given, enumerable: true, configurable: true, writable: true });
}

const broken = tuple(nat(200), constantFrom("", "}", ",", '"', "\uFEFF", "NaN", "\\"));

/** A body as it goes over the wire: changed, cut, or no JSON at all. */
const bodies = oneof(
  { weight: 6, arbitrary: edits.map((all) => (good: unknown) => JSON.stringify(edited(good, all))) },
  { weight: 1, arbitrary: value.map((one) => () => JSON.stringify(one)) },
  {
    weight: 2,
    arbitrary: broken.map(
      ([at, end]) =>
        (good: unknown) =>
          (JSON.stringify(good) ?? "{").slice(0, at) + end,
    ),
  },
  { weight: 1, arbitrary: uint8Array({ maxLength: 200 }).map((bytes) => () => Buffer.from(bytes)) },
  { weight: 1, arbitrary: constant((good: unknown) => JSON.stringify(good)) },
);

/** What an address can hold: half characters have no form there. */
const whole = (one: string) => Buffer.from(one).toString();

const formOf = (pairs: [string, string][]) =>
  pairs.map((pair) => pair.map((part) => encodeURIComponent(whole(part))).join("=")).join("&");

const inPath = option(
  text.map((one) => encodeURIComponent(whole(one))),
  { nil: undefined },
);
const queries = oneof(
  { weight: 3, arbitrary: constant("") },
  constantFrom(
    "?page=1",
    "?page=0",
    "?page=-1",
    "?page=9999999999",
    "?pageSize=0",
    "?page=&pageSize=",
    "?PAGE=2",
    "?page=1&page=2",
    "?%00=1",
    "?__proto__=1",
  ),
  array(tuple(text, text), { maxLength: 3 }).map((pairs) => `?${formOf(pairs)}`),
);
const types = oneof(
  { weight: 8, arbitrary: constant("application/json") },
  constantFrom(
    "application/json; charset=utf-16",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "x",
    "",
  ),
);

const guarded = apiRoutes.filter(({ level }) => level !== "open");

test.each(guarded)(
  "$method $path is never at a loss, and does nothing by halves",
  { timeout: 120_000 },
  async (route) => {
    const call = `${route.method.toUpperCase()} ${route.path}`;
    const statuses = new Set<number>();
    await assert(
      asyncProperty(bodies, inPath, queries, types, async (body, id, query, type) => {
        const good = await goodRequests[call]?.(scene);
        const path = id === undefined ? (good?.path ?? "") : route.path.replace(/\{\w+\}/g, () => id || "x");
        const sent = body(good?.body);
        const before = await whatStands(scene.t.db);
        const response = await visitor(scene.web).request(`http://access.partner.example${path}${query}`, {
          method: call.split(" ")[0] ?? "",
          headers: {
            authorization: `Bearer ${scene.token}`,
            "x-cyclr-account": scene.account.apiId,
            ...(type && { "content-type": type }),
          },
          ...(route.method !== "get" && sent !== undefined && { body: sent }),
        });
        const { status } = await readAnswer(call.split(" ")[0] ?? "", path, response);
        statuses.add(status);
        expect(status).toBeLessThan(500);
        if (status >= 400) expect(await whatStands(scene.t.db)).toEqual(before);
      }),
      runsOf(route),
    );
    const reached = (status: number) => (approvedCalls.includes(call) ? status === 403 : status < 300);
    expect([...statuses].some(reached)).toBe(true);
    expect(scene.t.log.filter((line) => line.includes("unexpected"))).toEqual([]);
  },
);

const forms = ["/oauth/token", "/oauth/revoke"];

test.each(forms)(
  "POST %s is never at a loss, whatever comes as a form",
  { timeout: 120_000 },
  async (path) => {
    const names = constantFrom(
      "grant_type",
      "client_id",
      "client_secret",
      "scope",
      "token",
      "x",
      "__proto__",
    );
    const values = oneof(
      text,
      constantFrom("client_credentials", scene.client.clientId, `account:${scene.account.apiId}`),
    );
    const forms = oneof(
      array(tuple(names, values), { maxLength: 6 }).map(formOf),
      uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    );
    const kinds = constantFrom(
      "application/x-www-form-urlencoded",
      "application/json",
      "multipart/form-data; boundary=x",
      "",
    );
    await assert(
      asyncProperty(forms, kinds, async (body, type) => {
        const init = { method: "POST", body, headers: { ...(type && { "content-type": type }) } };
        const { status } = await readAnswer("POST", path, await visitor(scene.web).request(path, init));
        expect([400, 401, 415]).toContain(status);
      }),
      { ...runs, numRuns: 100 },
    );
  },
);

test("no header is too odd", { timeout: 120_000 }, async () => {
  const odd = string({ unit: "binary-ascii", maxLength: 60 }).map((one) =>
    one.replace(/[\0\r\n]/g, "").trim(),
  );
  await assert(
    asyncProperty(odd, odd, odd, async (authorization, account, accept) => {
      const headers = { authorization: `Bearer ${authorization}`, "x-cyclr-account": account, accept };
      const unknown = await visitor(scene.web).request("/v1.0/cycles", { headers });
      expect((await readAnswer("GET", "/v1.0/cycles", unknown)).status).toBe(401);
      const lost = await scene.call("GET", "/v1.0/cycles", { account: `${account}?`, headers: { accept } });
      expect(lost.status).toBe(404);
    }),
    runs,
  );
});

test("the generators reach what they are to reach", () => {
  expect(edited({ Name: "a" }, [[0, 0, "case", "", 0]])).toEqual({ NAME: "a" });
  expect(edited({ Name: "a" }, [[0, 0, "double", "", 0]])).toEqual({ Name: "a", name: "a" });
  expect(edited({ S: [{ N: 1 }] }, [[0, 2, "drop", "", 0]])).toEqual({ S: [{}] });
});

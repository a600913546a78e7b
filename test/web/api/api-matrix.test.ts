import { describe, expect, test } from "vitest";
import {
  type Area,
  type ConsolePermissions,
  grantableAreas,
  type Level,
  levelsOf,
  type Permission,
} from "../../../src/core/kernel/access/access.ts";
import { hashToken } from "../../../src/core/kernel/secrets/token.ts";
import type { ApiRoute } from "../../../src/web/http/api-route.ts";
import { apiRoutes } from "../../../src/web/features.ts";
import { makeApiClient } from "../../support/account-scene.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { makeAccount } from "../../support/factories.ts";
import { apiScene, type CallOptions, makeToken } from "./api-scene.ts";
import { goodRequests } from "./good-requests.ts";
import { approvedCalls } from "./partner-requests.ts";
import { whatStands } from "./what-stands.ts";

const scene = apiScene();
const audit = auditOfTest(() => scene.t.db);
/** Why calls about the Partner were refused so far: several tokens come to the same refusal, which is audited once in ten minutes. */
const refusedBefore = new Set<string>();
const guarded = apiRoutes.filter(({ level }) => level !== "open");
const title = ({ method, path }: ApiRoute) => `${method.toUpperCase()} ${path}`;

const closed = 401;
const refused = 403;

interface Caller {
  /** Of calls that open the Account for somebody, where that differs. */
  whereItOpens?: number;
  /** By level of the route. */
  statuses: Record<Exclude<ApiRoute["level"], "open">, number>;
  options(): Promise<CallOptions>;
  /** Before the call, with the request made. */
  before?(): Promise<unknown>;
}

const callers: Record<string, Caller> = {
  "no token": {
    statuses: { partner: closed, account: closed, any: closed },
    options: async () => ({ token: null }),
  },
  "a token that is not ours": {
    statuses: { partner: closed, account: closed, any: closed },
    options: async () => ({ token: "x".repeat(43) }),
  },
  "an expired token": {
    statuses: { partner: closed, account: closed, any: closed },
    options: async () => ({ token: await makeToken(scene, scene.client, { endsInMs: 0 }) }),
  },
  "a token of a revoked client": {
    statuses: { partner: closed, account: closed, any: closed },
    async options() {
      const client = await makeApiClient(scene.t.db, { revokedAt: scene.t.clock.now() });
      return { token: await makeToken(scene, client) };
    },
  },
  "a cookie with a token": {
    statuses: { partner: closed, account: closed, any: closed },
    options: async () => ({
      token: null,
      headers: { cookie: `session=${scene.token}; Authorization=${scene.token}` },
    }),
  },
  "a token in the scheme Basic": {
    statuses: { partner: closed, account: closed, any: closed },
    options: async () => ({ token: null, headers: { authorization: `Basic ${scene.token}` } }),
  },
  "a token restricted to another Account": {
    statuses: { partner: refused, account: refused, any: refused },
    async options() {
      const { id } = await makeAccount(scene.t.db);
      return { token: await makeToken(scene, scene.client, { accountId: id }) };
    },
  },
  "a token of a client restricted to another Account": {
    statuses: { partner: refused, account: refused, any: refused },
    async options() {
      const client = await makeApiClient(scene.t.db, { accountId: (await makeAccount(scene.t.db)).id });
      return { token: await makeToken(scene, client) };
    },
  },
  "a token restricted to the Account": {
    statuses: { partner: refused, account: 0, any: 0 },
    options: async () => ({ token: await makeToken(scene, scene.client, { accountId: scene.account.id }) }),
  },
  "the Partner's token": { statuses: { partner: 0, account: 0, any: 0 }, options: async () => ({}) },
  "the Partner's token without an Account": {
    statuses: { partner: 0, account: closed, any: 0 },
    options: async () => ({ account: null }),
  },
  "the Partner's token with an unknown Account": {
    statuses: { partner: 0, account: 404, any: 404 },
    options: async () => ({ account: "nowhere" }),
  },
  "a restricted token with an unknown Account": {
    statuses: { partner: refused, account: refused, any: refused },
    async options() {
      return {
        token: await makeToken(scene, scene.client, { accountId: scene.account.id }),
        account: "nowhere",
      };
    },
  },
  "the Partner's token while the Account is suspended": {
    statuses: { partner: 0, account: refused, any: refused },
    whereItOpens: refused,
    options: async () => ({}),
    before: () =>
      scene.t.db.account.update({
        where: { id: scene.account.id },
        data: { suspendedAt: scene.t.clock.now() },
      }),
  },
};

const rows = Object.entries(callers).flatMap(([caller, { statuses }]) =>
  guarded.map((route) => ({
    caller,
    route,
    call: title(route),
    status:
      statuses[route.level as keyof typeof statuses] ||
      (approvedCalls.includes(title(route)) ? refused : route.status),
  })),
);

test("has a request for every call of the API", () => {
  expect(Object.keys(goodRequests).toSorted()).toEqual(guarded.map(title).toSorted());
  expect(apiRoutes.filter(({ level }) => level === "open").map(title)).toEqual([
    "POST /oauth/token",
    "POST /oauth/revoke",
  ]);
});

describe("is answered as it should be", () => {
  test.each(rows)("$caller: $call with $status", async ({ caller, call, route, status: expected }) => {
    const request = await goodRequests[call]?.(scene);
    await callers[caller]?.before?.();
    const options = await callers[caller]?.options();
    const before = await whatStands(scene.t.db);
    const answer = await scene.call(route.method.toUpperCase(), request?.path ?? "", {
      ...options,
      ...(request?.body !== undefined && { body: request.body }),
    });
    const { whereItOpens = 0 } = callers[caller] ?? {};
    const status = request?.opensAccount && whereItOpens ? whereItOpens : expected;
    expect(answer.status).toBe(status);
    if (status === closed) expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer/);
    if (status >= 400) expect(await whatStands(scene.t.db)).toEqual(before);
    const { Message } = answer.body as { Message?: string };
    const because = route.level === "partner" ? `${call}: ${Message}` : "";
    if (status === refused && !refusedBefore.has(because)) expect(await audit("refused")).not.toEqual([]);
    if (status === refused && because) refusedBefore.add(because);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });
});

/** Everything but what a call needs, and what includes it. */
function allBut(needs: Permission): ConsolePermissions {
  const [area, level] = needs.split(":") as [Area, Level];
  const rest = grantableAreas().filter((one) => one !== area);
  const below = levelsOf(area).slice(0, levelsOf(area).indexOf(level)).at(-1);
  return Object.fromEntries([
    ...rest.map((one) => [one, levelsOf(one).at(-1)]),
    ...(below ? [[area, below]] : []),
  ]) as ConsolePermissions;
}

describe("is refused, naming the permission, to a client that may do everything else:", () => {
  const needing = guarded.flatMap((route) =>
    route.needs ? [{ call: title(route), needs: route.needs, route }] : [],
  );

  test.each(needing)("$call needs $needs", async ({ call, needs, route }) => {
    const request = await goodRequests[call]?.(scene);
    const permissions = allBut(needs);
    const client = await makeApiClient(scene.t.db, { fullAccess: false, permissions });
    const token = await makeToken(scene, client);
    const before = await whatStands(scene.t.db);
    const send = () =>
      scene.call(route.method.toUpperCase(), request?.path ?? "", {
        token,
        ...(request?.body !== undefined && { body: request.body }),
      });
    const [area, level] = needs.split(":");
    const message = expect.stringContaining(`“${area}: ${level}”`) as string;
    expect(await send()).toMatchObject({ status: 403, body: { Code: "forbidden", Message: message } });
    expect(await whatStands(scene.t.db)).toEqual(before);
    expect(await audit("refused")).toMatchObject([{ actorId: client.id, subjectKind: "call" }]);
  });
});

test("a token works until its hour is over, and stops at once when its client is revoked", async () => {
  const client = await makeApiClient(scene.t.db, { name: "Brief" });
  const token = await makeToken(scene, client, { endsInMs: 1000 });
  const status = async () => (await scene.call("GET", "/v1.0/cycles", { token })).status;
  expect(await status()).toBe(200);
  await scene.t.db.apiClient.update({ where: { id: client.id }, data: { revokedAt: scene.t.clock.now() } });
  expect(await status()).toBe(401);
  await scene.t.db.apiClient.update({ where: { id: client.id }, data: { revokedAt: null } });
  expect(await status()).toBe(200);
  await scene.t.db.accessToken.updateMany({
    where: { tokenHash: hashToken(token) },
    data: { expiresAt: scene.t.clock.now() },
  });
  expect(await status()).toBe(401);
});

test("a session of the pages is nothing to the API, nor a token to the pages", async () => {
  const page = await scene.web.request("/", { headers: { authorization: `Bearer ${scene.token}` } });
  expect(page.headers.get("content-type")).toMatch(/^text\/html/);
  const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site", cookie: "browser=x" };
  const answer = await scene.call("POST", "/v1.0/cycles", { body: { Name: "From an application" }, headers });
  expect(answer.status).toBe(201);
  expect(answer.headers.get("access-control-allow-origin")).toBeNull();
});

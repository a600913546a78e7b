import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createCycle } from "../../../src/core/cycles/create-cycle.ts";
import { hashToken } from "../../../src/core/secrets/token.ts";
import type { ApiRoute } from "../../../src/web/api/api-route.ts";
import { apiRoutes } from "../../../src/web/api/routes/index.ts";
import { clientActor, makeApiClient, makeConnector, makeTemplate } from "../../support/account-scene.ts";
import { auditOfTest } from "../../support/audit-of-test.ts";
import { makeAccount } from "../../support/factories.ts";
import { apiScene, type CallOptions, makeToken } from "./api-scene.ts";

const scene = apiScene();
const audit = auditOfTest(() => scene.t.db);
const guarded = apiRoutes.filter(({ level }) => level !== "open");
const title = ({ method, path }: ApiRoute) => `${method.toUpperCase()} ${path}`;

/** A request that would succeed: whatever is refused is refused for who asks. */
const good: Record<string, () => Promise<{ path: string; body?: unknown }>> = {
  "POST /v1.0/users/marketplace": async () => ({
    path: "/v1.0/users/marketplace",
    body: {
      ...(await deployment()),
      Username: `matrix.${randomUUID()}`,
      Password: "seven quiet herons",
      AccountId: scene.account.apiId,
    },
  }),
  "POST /v1.0/accounts/{id}/marketplace": async () => ({
    path: `/v1.0/accounts/${scene.account.apiId}/marketplace`,
    body: await deployment(),
  }),
  "GET /v1.0/connectors": async () => ({ path: "/v1.0/connectors" }),
  "POST /v1.0/connectors/{name}/install": async () => ({
    path: `/v1.0/connectors/${(await makeConnector(scene.t.db)).name}/install`,
    body: {},
  }),
  "GET /v1.0/account/connectors": async () => ({ path: "/v1.0/account/connectors" }),
  "GET /v1.0/templates": async () => ({ path: "/v1.0/templates" }),
  "POST /v1.0/templates/{id}/install": async () => ({
    path: `/v1.0/templates/${(await makeTemplate(scene.t.db)).id}/install`,
  }),
  "GET /v1.0/cycles": async () => ({ path: "/v1.0/cycles" }),
  "POST /v1.0/cycles": async () => ({ path: "/v1.0/cycles", body: { Name: "Matrix" } }),
  "GET /v1.0/cycles/{id}": async () => ({ path: await cycle() }),
  "PUT /v1.0/cycles/{id}": async () => ({ path: await cycle(), body: { Name: "Matrix" } }),
  "DELETE /v1.0/cycles/{id}": async () => ({ path: await cycle() }),
  "PUT /v1.0/cycles/{id}/activate": async () => ({ path: `${await cycle()}/activate` }),
  "PUT /v1.0/cycles/{id}/deactivate": async () => ({ path: `${await cycle()}/deactivate` }),
};

async function deployment() {
  const name = `Marketplace ${randomUUID()}`;
  const { id } = await scene.t.db.marketplace.create({ data: { name, nameKey: name } });
  return { MarketplaceId: id };
}

async function cycle(): Promise<string> {
  const ctx = { ...scene.t.app, actor: clientActor(scene.client) };
  const { id } = await createCycle(ctx, { accountId: scene.account.id, name: "Before" });
  return `/v1.0/cycles/${id}`;
}

const closed = 401;
const refused = 403;

interface Caller {
  /** By level of the route. */
  statuses: Partial<Record<ApiRoute["level"], number>>;
  options(): Promise<CallOptions>;
  /** Before the call, with the request made. */
  before?(): Promise<unknown>;
}

const callers: Record<string, Caller> = {
  "no token": { statuses: { partner: closed, account: closed }, options: async () => ({ token: null }) },
  "a token that is not ours": {
    statuses: { partner: closed, account: closed },
    options: async () => ({ token: "x".repeat(43) }),
  },
  "an expired token": {
    statuses: { partner: closed, account: closed },
    options: async () => ({ token: await makeToken(scene, scene.client, { endsInMs: 0 }) }),
  },
  "a token of a revoked client": {
    statuses: { partner: closed, account: closed },
    async options() {
      const client = await makeApiClient(scene.t.db, { revokedAt: scene.t.clock.now() });
      return { token: await makeToken(scene, client) };
    },
  },
  "a cookie with a token": {
    statuses: { partner: closed, account: closed },
    options: async () => ({
      token: null,
      headers: { cookie: `session=${scene.token}; Authorization=${scene.token}` },
    }),
  },
  "a token in the scheme Basic": {
    statuses: { partner: closed, account: closed },
    options: async () => ({ token: null, headers: { authorization: `Basic ${scene.token}` } }),
  },
  "a token restricted to another Account": {
    statuses: { partner: refused, account: refused },
    async options() {
      const { id } = await makeAccount(scene.t.db);
      return { token: await makeToken(scene, scene.client, { accountId: id }) };
    },
  },
  "a token of a client restricted to another Account": {
    statuses: { partner: refused, account: refused },
    async options() {
      const client = await makeApiClient(scene.t.db, { accountId: (await makeAccount(scene.t.db)).id });
      return { token: await makeToken(scene, client) };
    },
  },
  "a token restricted to the Account": {
    statuses: { partner: refused, account: 0 },
    options: async () => ({ token: await makeToken(scene, scene.client, { accountId: scene.account.id }) }),
  },
  "the Partner's token": { statuses: { partner: 0, account: 0 }, options: async () => ({}) },
  "the Partner's token without an Account": {
    statuses: { partner: 0, account: closed },
    options: async () => ({ account: null }),
  },
  "the Partner's token with an unknown Account": {
    statuses: { partner: 0, account: 404 },
    options: async () => ({ account: "nowhere" }),
  },
  "a restricted token with an unknown Account": {
    statuses: { partner: refused, account: refused },
    async options() {
      return {
        token: await makeToken(scene, scene.client, { accountId: scene.account.id }),
        account: "nowhere",
      };
    },
  },
  "the Partner's token while the Account is suspended": {
    statuses: { partner: refused, account: refused },
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
    status: statuses[route.level] || route.status,
  })),
);

test("has a request for every call of the API", () => {
  expect(Object.keys(good).toSorted()).toEqual(guarded.map(title).toSorted());
  expect(apiRoutes.filter(({ level }) => level === "open").map(title)).toEqual(["POST /oauth/token"]);
});

describe("is answered as it should be", () => {
  test.each(rows)("$caller: $call with $status", async ({ caller, call, route, status }) => {
    const request = await good[call]?.();
    await callers[caller]?.before?.();
    const options = await callers[caller]?.options();
    const before = await state();
    const answer = await scene.call(route.method.toUpperCase(), request?.path ?? "", {
      ...options,
      ...(request?.body !== undefined && { body: request.body }),
    });
    expect(answer.status).toBe(status);
    if (status === closed) expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer/);
    if (status >= 400) expect(await state()).toEqual(before);
    if (status === refused) expect(await audit("refused")).not.toEqual([]);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });
});

/** All that a call could change, but for the audit of refusals. */
async function state(): Promise<unknown> {
  const { db } = scene.t;
  return Promise.all([
    db.cycle.findMany({ where: { accountId: scene.account.id } }),
    db.accountConnector.findMany({ where: { accountId: scene.account.id } }),
    db.cycleEvent.count(),
    db.deployment.count(),
    db.signInToken.count(),
    db.user.count(),
    db.membership.count(),
    db.auditEvent.count({ where: { action: { not: "refused" } } }),
  ]);
}

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

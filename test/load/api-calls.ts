import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { createApp } from "../../src/core/app.ts";
import { readConfig } from "../../src/core/config.ts";
import { hashToken, newToken } from "../../src/core/kernel/secrets/token.ts";
import { createWeb } from "../../src/web/create-web.ts";
import { apiRoutes } from "../../src/web/features.ts";
import type { ApiRoute } from "../../src/web/http/api-route.ts";
import { makeApiClient } from "../support/account-scene.ts";
import { makeAccount } from "../support/factories.ts";
import { type ApiScene, makeToken } from "../web/api/api-scene.ts";
import { goodRequests } from "../web/api/good-requests.ts";
import type { BareWork } from "./bare-api.ts";

/** One call that is ready to be sent. */
export interface ReadyCall {
  path: string;
  init: RequestInit;
}

/** One kind of call, of the table of routes. */
export interface BenchCall {
  name: string;
  isWrite: boolean;
  /** A fresh one: what a call has changed it cannot change again. */
  prepare(): Promise<ReadyCall>;
  bare: BareWork;
}

export interface ApiBench {
  calls: BenchCall[];
  close(): Promise<void>;
}

/** Every route of the API, with what it would be without anything but its own query, hash or row. */
export async function apiBench(env: Record<string, string>): Promise<ApiBench> {
  const statements = recordStatements();
  const app = createApp({ ...readConfig({ ...env, LOG_LEVEL: "error" }), takesJobs: false });
  const scene = { t: { app, db: app.db, clock: { now: () => app.clock() } } } as unknown as ApiScene;
  scene.account = await makeAccount(app.db, { name: "Bench Ltd" });
  scene.client = await makeApiClient(app.db, { name: `Bench ${randomUUID()}` });
  scene.token = await makeToken(scene, scene.client);
  const web = createWeb(app, { trustedProxies: 0 });
  const calls: BenchCall[] = [];
  for (const route of apiRoutes.filter((one) => !unmeasured.has(nameOf(one)))) {
    const prepare = await preparing(scene, route);
    const first = await prepare();
    const recorded = statements.from();
    const answer = await web.request(first.path, first.init);
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${nameOf(route)} answers ${answer.status}`);
    calls.push({
      name: nameOf(route),
      isWrite: route.method !== "get",
      prepare,
      bare: bareOf(route, recorded(), first),
    });
  }
  return { calls, close: () => app.close() };
}

/** Computes the whole chain of the audit again: a minute for a million entries, whatever answers it. */
const unmeasured = new Set(["GET /v1.0/audit/verification"]);

const nameOf = ({ method, path }: ApiRoute) => `${method.toUpperCase()} ${path}`;

async function preparing(scene: ApiScene, route: ApiRoute): Promise<() => Promise<ReadyCall>> {
  if (route.level === "open") return openCall(scene, route);
  const good = goodRequests[nameOf(route)];
  if (!good) throw new Error(`test/web/api/good-requests.ts has no request for ${nameOf(route)}`);
  return async () => {
    const { path, body } = await good(scene);
    if (route.isLimited) await scene.t.db.rateLimit.deleteMany();
    const headers = {
      authorization: `Bearer ${scene.token}`,
      "x-cyclr-account": scene.account.apiId,
      ...(body !== undefined && { "content-type": "application/json" }),
    };
    return {
      path,
      init: {
        method: route.method.toUpperCase(),
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      },
    };
  };
}

/** The calls that take credentials in a form: a token is taken, or given back. */
async function openCall(scene: ApiScene, { path }: ApiRoute): Promise<() => Promise<ReadyCall>> {
  const { db } = scene.t;
  const clientId = randomUUID().replaceAll("-", "");
  const secret = newToken();
  const secrets = { create: { name: "Secret 1", secretHash: hashToken(secret) } };
  const client = await db.apiClient.create({ data: { clientId, name: path, secrets, fullAccess: true } });
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return async () => {
    const more: Record<string, string> = path.endsWith("/revoke")
      ? { token: await makeToken(scene, client) }
      : { grant_type: "client_credentials" };
    const form = { client_id: clientId, client_secret: secret, ...more };
    return { path, init: { method: "POST", headers, body: new URLSearchParams(form).toString() } };
  };
}

interface Statement {
  text: string;
  values: unknown[];
  ms: number;
}

/** Of a GET the query that takes longest; of a list that says how many pages there are, the two that do. */
function bareOf(route: ApiRoute, statements: Statement[], { init }: ReadyCall): BareWork {
  const hashes = typeof init.body === "string" && /"Password":/u.test(init.body);
  const writes = ({ post: "insert", put: "update", delete: "delete", get: undefined } as const)[route.method];
  if (writes) return { reads: [], writes, hashes };
  const own = statements
    .filter(
      ({ text }) => /^\s*(?:SELECT|WITH)\b/u.test(text) && !/"AccessToken"|rate_limit|RateLimit/u.test(text),
    )
    .toSorted((one, other) => other.ms - one.ms);
  const reads = own.slice(0, route.hasPages ? 2 : 1).map(({ text, values }) => ({ text, values }));
  return { reads, hashes: false };
}

/** Listens to all that this process asks PostgreSQL. */
function recordStatements() {
  const all: Statement[] = [];
  const { prototype } = Client as unknown as {
    prototype: { query: (statement: unknown, ...rest: unknown[]) => unknown };
  };
  const query = prototype.query;
  prototype.query = function listened(this: unknown, statement: unknown, ...rest: unknown[]) {
    const began = performance.now();
    const answer = query.call(this, statement, ...rest);
    const { text, values = [] } = (typeof statement === "string" ? { text: statement } : statement) as {
      text: string;
      values?: unknown[];
    };
    const entry = { text, values: values.map(plain), ms: 0 };
    all.push(entry);
    const end = () => void (entry.ms = performance.now() - began);
    if (answer instanceof Promise) answer.then(end, end);
    return answer;
  };
  return {
    from() {
      const start = all.length;
      return () => all.slice(start);
    },
  };
}

/** As it gets through to another process. */
const plain = (value: unknown): unknown =>
  typeof value === "bigint" ? String(value) : value instanceof Date ? value.toISOString() : value;

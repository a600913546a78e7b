import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { until } from "../../support/until.ts";
import { type CloudProxy, startCloudProxy } from "../../../src/sandbox/cloud/cloud-proxy.ts";

let behind: Server;
let proxy: CloudProxy;
/** What has arrived behind the proxy. */
let arrived: string[];

beforeEach(async () => {
  arrived = [];
  behind = createServer((request, response) => {
    void text(request).then((body) => {
      arrived.push(`${request.method} ${request.url} ${body}`.trim());
      response
        .writeHead(201, { "content-type": "application/json", "total-pages": "3" })
        .end('{"Id":"acme"}');
      return undefined;
    });
  }).listen(0, "127.0.0.1");
  await once(behind, "listening");
  proxy = await startCloudProxy();
});
afterEach(async () => {
  await proxy.stop();
  behind.close();
});

const lead = () => proxy.leadTo((behind.address() as AddressInfo).port);
const read = () => fetch(`${proxy.url}/v1.0/accounts?page=1`);
const change = () => fetch(`${proxy.url}/v1.0/accounts`, { method: "POST", body: '{"Name":"Acme"}' });

test("refuses all until it leads somewhere, and then passes on all of a call and of its answer", async () => {
  await expect(read()).rejects.toThrow();
  lead();
  const answer = await change();
  expect([answer.status, answer.headers.get("total-pages"), await answer.json()]).toEqual([
    201,
    "3",
    { Id: "acme" },
  ]);
  expect(arrived).toEqual(['POST /v1.0/accounts {"Name":"Acme"}']);
  const first = { method: "GET", path: "/v1.0/accounts?page=1", status: 0 };
  expect(proxy.calls).toMatchObject([first, { method: "POST", path: "/v1.0/accounts", status: 201 }]);
});

test("away it answers nobody, and connections from before end", async () => {
  lead();
  await (await read()).text();
  proxy.meet("away");
  await expect(read()).rejects.toThrow();
  proxy.meet(undefined);
  expect((await read()).status).toBe(201);
  expect(arrived).toHaveLength(2);
});

test("an answer is lost once, after the change was done; reading is not", async () => {
  lead();
  proxy.meet("lost");
  expect((await read()).status).toBe(201);
  expect((await change()).status).toBe(500);
  expect((await change()).status).toBe(201);
  expect(arrived).toHaveLength(3);
  expect(proxy.fault).toBeUndefined();
});

test("silent it does changes and answers none of them, until it answers again; reading goes on", async () => {
  lead();
  proxy.meet("silent");
  const unanswered = change().then(
    () => "answered",
    () => "not answered",
  );
  await until(() => arrived.length === 1);
  expect((await read()).status).toBe(201);
  proxy.meet(undefined);
  expect(await unanswered).toBe("not answered");
  expect((await change()).status).toBe(201);
});

test("three calls are answered 429 with a time to wait, and arrive nowhere", async () => {
  lead();
  proxy.meet("busy");
  const answers = [await read(), await change(), await read(), await read()];
  expect(answers.map(({ status }) => status)).toEqual([429, 429, 429, 201]);
  expect(answers[0]?.headers.get("retry-after")).toBe("2");
  expect(arrived).toHaveLength(1);
});

test("changes are refused, as long as that is switched on; reading and tokens are not", async () => {
  lead();
  proxy.meet("refusing");
  expect([(await change()).status, (await change()).status]).toEqual([400, 400]);
  expect((await read()).status).toBe(201);
  expect((await fetch(`${proxy.url}/oauth/token`, { method: "POST" })).status).toBe(201);
  expect(arrived).toEqual(["GET /v1.0/accounts?page=1", "POST /oauth/token"]);
  expect(proxy.calls.map(({ status }) => status)).toEqual([400, 400, 201]);
});

test("slow it answers after seconds", async () => {
  lead();
  proxy.meet("slow");
  expect((await read()).status).toBe(201);
  expect(proxy.calls.at(-1)?.ms).toBeGreaterThanOrEqual(3_900);
});

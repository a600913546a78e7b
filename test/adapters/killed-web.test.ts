import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createDatabase } from "../../src/core/adapters/postgres-pool.ts";
import type { Account } from "../../src/core/generated/prisma/client.ts";
import type { Database } from "../../src/core/kernel/database.ts";
import { makeApiClient } from "../support/account-scene.ts";
import { makeAccount } from "../support/factories.ts";
import { type Part, spawnPart } from "../support/spawn-part.ts";
import { testEnv } from "../support/test-app.ts";
import { cloneDatabase, type TestDatabase } from "../support/test-database.ts";
import { until } from "../support/until.ts";
import { makeToken } from "../web/api/api-scene.ts";

let database: TestDatabase;
let db: Database;
let account: Account;
let token: string;
const running: Part[] = [];

beforeAll(async () => {
  database = await cloneDatabase();
  db = createDatabase(database.url);
  const clock = { now: () => new Date() };
  token = await makeToken({ t: { db, clock } as never }, await makeApiClient(db));
});
beforeEach(async () => {
  account = await makeAccount(db);
});
afterEach(async () => {
  for (const one of running.splice(0)) await one.kill("SIGKILL");
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

async function startWeb(url = database.url): Promise<Part> {
  const web = await spawnPart("web", { ...testEnv(url), PORT: "0" });
  running.push(web);
  return web;
}

const create = (web: Part, key: string) =>
  fetch(`http://127.0.0.1:${web.port}/v1.0/cycles`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      "x-cyclr-account": account.apiId,
      "content-type": "application/json",
      "idempotency-key": key,
    },
    body: JSON.stringify({ Name: "Orders" }),
  });

const cycles = () => db.cycle.findMany({ where: { accountId: account.id } });
const audited = () => db.auditEvent.count({ where: { action: "cycle-created", accountId: account.id } });

test("a web process that is killed before the commit has done nothing: the call sent again is done, once", async () => {
  const web = await startWeb();
  await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT "id" FROM "Account" WHERE "id" = ${account.id}::uuid FOR UPDATE`;
    const lost = create(web, "before").catch(() => "lost");
    await until(async () => {
      const [row] = await db.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS "count" FROM pg_stat_activity
        WHERE "datname" = current_database() AND "wait_event_type" = 'Lock'`;
      return row?.count === 1;
    });
    await web.kill("SIGKILL");
    expect(await lost).toBe("lost");
  });
  const again = await startWeb();
  // PostgreSQL may find out a moment later that nobody is there any more, and lets go of the key then.
  const answer = await until(async () => {
    const one = await create(again, "before");
    return one.status !== 409 && one;
  });
  expect([answer.status, answer.headers.get("idempotency-replayed")]).toEqual([201, null]);
  expect([(await cycles()).length, await audited()]).toEqual([1, 1]);
});

test("one that is killed between the commit and the answer has done it: the call sent again has its answer, and does nothing", async () => {
  const line = await lineWithoutAnswer();
  const web = await startWeb(line.url);
  line.muteAfterCommit();
  const lost = create(web, "after").catch(() => "lost");
  const [done] = await until(async () => {
    const rows = await cycles();
    return rows.length > 0 && rows;
  });
  await web.kill("SIGKILL");
  expect(await lost).toBe("lost");
  const again = await startWeb();
  const answer = await create(again, "after");
  expect([answer.status, answer.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
  expect(await answer.json()).toMatchObject({ Id: done?.id });
  expect([(await cycles()).length, await audited()]).toEqual([1, 1]);
  line.close();
});

/** A way to PostgreSQL on which a COMMIT gets through and its answer does not. */
async function lineWithoutAnswer() {
  const there = new URL(database.url);
  const sockets: Socket[] = [];
  let armed = false;
  const server = createServer((client) => {
    const upstream = connect(Number(there.port), there.hostname);
    let muted = false;
    sockets.push(client, upstream);
    client.on("data", (bytes) => {
      muted ||= armed && bytes.includes("COMMIT");
      upstream.write(bytes);
    });
    upstream.on("data", (bytes) => muted || client.write(bytes));
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const)
      one.on("error", () => undefined).once("close", () => other.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  there.hostname = "127.0.0.1";
  const url = new URL(there);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    muteAfterCommit: () => void (armed = true),
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

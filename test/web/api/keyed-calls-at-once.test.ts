import { describe, expect, test } from "vitest";
import type { Account } from "../../../src/core/generated/prisma/client.ts";
import { withOwn } from "../../../src/core/kernel/database.ts";
import { asOneTransaction } from "../../../src/core/kernel/outbox/as-one-transaction.ts";
import { makeApiClient } from "../../support/account-scene.ts";
import { makeAccount } from "../../support/factories.ts";
import { apiScene, makeToken } from "./api-scene.ts";

const scene = apiScene();
let serial = 0;
const create = (account: Account, token = scene.token) =>
  scene.call("POST", "/v1.0/cycles", {
    body: { Name: "Orders" },
    account: account.apiId,
    token,
    headers: { "idempotency-key": `at-once-${(serial += 1)}` },
  });

async function waitingForLocks(): Promise<number> {
  const [row] = await scene.t.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS "count" FROM pg_stat_activity
    WHERE "datname" = current_database() AND "wait_event_type" = 'Lock'`;
  return row?.count ?? 0;
}

/** Keeps everybody from changing anything in an Account while the work is done. */
async function whileHeld<Result>({ id }: Account, work: () => Promise<Result>): Promise<Result> {
  return scene.t.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT "id" FROM "Account" WHERE "id" = ${id}::uuid FOR UPDATE`;
    return work();
  });
}

describe("calls with an Idempotency-Key that have to wait", () => {
  test("are two of one client at most: its others are told to come again, and another client is served", async () => {
    const held = scene.account;
    const free = await makeAccount(scene.t.db);
    const other = await makeToken(scene, await makeApiClient(scene.t.db, { name: "Another" }));
    const [waiting, refused] = await whileHeld(held, async () => {
      const first = [create(held), create(held)];
      await expect.poll(waitingForLocks, { timeout: 10_000 }).toBe(2);
      const more = await Promise.all([create(free), create(free), create(held)]);
      expect((await create(free, other)).status).toBe(201);
      return [first, more];
    });
    for (const { status, body, headers } of refused) {
      expect([status, body]).toMatchObject([503, { Code: "unavailable" }]);
      expect(headers.get("retry-after")).toBe("1");
    }
    // Those that waited go on where they can, and the client is served again.
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([201, 201]);
    expect((await create(free)).status).toBe(201);
    expect(await scene.t.db.cycle.count({ where: { accountId: held.id } })).toBe(2);
  });
});

test("a queue that does not answer holds no connection, and keeps nobody else from the database", async () => {
  const goOn: (() => void)[] = [];
  const queue = withOwn(scene.t.app.queue, {
    add: () => new Promise<void>((resolve) => goOn.push(resolve)),
  });
  const handsOver = () =>
    asOneTransaction({ ...scene.t.app, queue }, async (inOne) => {
      await inOne.queue.add([{ queue: "requests", id: "none" } as never]);
    });
  const stuck = [1, 2, 3, 4, 5, 6].map(handsOver);
  // All six have come as far as the queue, though four at most are in a transaction at once.
  await expect.poll(() => goOn.length).toBe(6);
  const served = await asOneTransaction(scene.t.app, async () => "served");
  expect(served).toBe("served");
  for (const go of goOn) go();
  await Promise.all(stuck);
});

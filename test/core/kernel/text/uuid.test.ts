import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid, uuidFloor } from "../../../../src/core/kernel/text/uuid.ts";
import { makeAccount } from "../../../support/factories.ts";
import { createTestApp, type TestApp } from "../../../support/test-app.ts";

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t.close());

test("begins with the time in milliseconds", () => {
  expect(uuidFloor(new Date(0))).toBe("00000000-0000-0000-0000-000000000000");
  expect(uuidFloor(new Date("2026-03-02T09:00:00.001Z"))).toBe("019cadc6-9a81-0000-0000-000000000000");
});

test("parts the ids that the database client makes by the time at which they are made", async () => {
  const before = new Date();
  const { id } = await makeAccount(t.db);
  const after = new Date(Date.now() + 1);
  const count = (range: object) => t.db.account.count({ where: { id: range } });
  expect(id >= uuidFloor(before) && id < uuidFloor(after)).toBe(true);
  expect(await count({ gte: uuidFloor(before), lt: uuidFloor(after) })).toBe(1);
  expect(await count({ lt: uuidFloor(before) })).toBe(0);
  expect(await count({ gte: uuidFloor(after) })).toBe(0);
});

test("a new one is of version 7, its time's, and no other", () => {
  const time = new Date("2026-03-02T09:00:00.001Z");
  const one = newUuid(time);
  expect(one).toMatch(/^019cadc6-9a81-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(newUuid(time)).not.toBe(one);
});

test("is a bound that the primary key answers", async () => {
  const bound = uuidFloor(new Date());
  const plan = await t.db.$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
    return tx.$queryRaw<Record<string, string>[]>`
      EXPLAIN SELECT count(*) FROM "User" WHERE "id" >= ${bound}::uuid`;
  });
  expect(plan.map((line) => line["QUERY PLAN"]).join("\n")).toMatch(/Index.*User_pkey/);
});

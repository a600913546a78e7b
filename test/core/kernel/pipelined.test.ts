import { afterAll, beforeAll, expect, test } from "vitest";
import { pipelined } from "../../../src/core/kernel/pipelined.ts";
import { isUniqueViolation } from "../../../src/core/kernel/unique-violation.ts";
import { makeAccount } from "../../support/factories.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t.close());

const named = (name: string) => t.db.account.count({ where: { name } });

test("gives what each statement gave, in their order, of different kinds too", async () => {
  const { id } = await makeAccount(t.db, { name: "Before" });
  const results = await t.db.$transaction((tx) =>
    pipelined(
      () => tx.account.update({ where: { id }, data: { name: "After" }, select: { name: true } }),
      () => tx.$queryRaw<{ one: number }[]>`SELECT 1 AS one`,
      async () => "no statement at all",
      () => tx.account.count({ where: { id } }),
    ),
  );
  expect(results).toEqual([{ name: "After" }, [{ one: 1 }], "no statement at all", 1]);
});

test("throws why a statement failed, not what became of those behind it, and nothing stays", async () => {
  const { id } = await makeAccount(t.db);
  const failing = t.db.$transaction((tx) =>
    pipelined(
      () => tx.account.count(),
      () => makeAccount(tx, { name: "Never kept" }),
      () => makeAccount(tx, { id, name: "The same again" }),
      () => tx.account.count(),
      () => tx.$executeRaw`SELECT 1`,
    ),
  );
  expect(isUniqueViolation(await failing.catch((error: unknown) => error))).toBe(true);
  expect(await named("Never kept")).toBe(0);
});

test("waits for all of them before it throws: none runs on in a transaction that is over", async () => {
  const failing = t.db.$transaction((tx) =>
    pipelined(
      () => Promise.reject(new Error("not even asked")),
      () => tx.$executeRaw`SELECT pg_sleep(0.05)`,
      () => makeAccount(tx, { name: "Late" }),
    ),
  );
  await expect(failing).rejects.toThrow("not even asked");
  expect(await named("Late")).toBe(0);
});

test("a hundred transactions at once each keep to themselves", async () => {
  const counts = await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      t.db
        .$transaction(async (tx) => {
          const name = `Of ${index}`;
          await pipelined(
            () => makeAccount(tx, { name }),
            () => makeAccount(tx, { name }),
          );
          if (index % 2) throw new Error("rolled back");
          return tx.account.count({ where: { name } });
        })
        .catch(() => named(`Of ${index}`)),
    ),
  );
  expect(counts).toEqual(Array.from({ length: 100 }, (_, index) => (index % 2 ? 0 : 2)));
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { findLookAlike } from "../../../src/core/users/create-user.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t.close());

test("a user ID that looks like another is looked for without reading every User", async () => {
  await t.db.$executeRaw`
    INSERT INTO "User" (id, username, "usernameKey", "lookAlikeKeys", "updatedAt")
    SELECT gen_random_uuid(), u, u, ARRAY[u], now() FROM (SELECT 'a' || n AS u FROM generate_series(1, 20000) n) made`;
  await t.db.$executeRaw`ANALYZE "User"`;
  const read = await t.db.$transaction(async (tx) => {
    expect(await findLookAlike(tx, "b7")).toBeNull();
    const [row] = await tx.$queryRaw<{ read: bigint }[]>`
      SELECT seq_tup_read AS "read" FROM pg_stat_xact_user_tables WHERE relname = 'User'`;
    return Number(row?.read);
  });
  expect(read).toBe(0);
});

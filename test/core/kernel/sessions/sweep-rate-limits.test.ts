import { afterAll, beforeAll, expect, test } from "vitest";
import { after, minutes } from "../../../../src/core/kernel/time/clock.ts";
import { sweepRateLimits } from "../../../../src/core/kernel/sessions/sweep-rate-limits.ts";
import { createTestApp, type TestApp } from "../../../support/test-app.ts";

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t.close());

test("drops the counters whose window is over, and no others", async () => {
  const now = t.clock.now();
  await t.db.rateLimit.createMany({
    data: [
      { key: "over", points: 3, expire: after(now, -1) },
      { key: "running", points: 3, expire: after(now, minutes(1)) },
    ],
  });
  expect(await sweepRateLimits(t.app)).toBe(1);
  expect(await t.db.rateLimit.findMany({ select: { key: true } })).toEqual([{ key: "running" }]);
  expect(await sweepRateLimits(t.app)).toBe(0);
});

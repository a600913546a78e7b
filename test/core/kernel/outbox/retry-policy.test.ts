import { expect, test } from "vitest";
import { after, days, minutes } from "../../../../src/core/kernel/time/clock.ts";
import { isHeld, nextTry, type RetryPolicy } from "../../../../src/core/kernel/outbox/retry-policy.ts";
import { trouble } from "../../../support/invite-scene.ts";

const policy: RetryPolicy = { retries: 5, firstMs: 5_000, factor: 3, jitter: 0 };
const since = new Date("2026-03-01T10:00:00Z");
const sender = trouble(true, "550", "sender");

test("what our sender is refused is tried ever less often, each quarter of an hour at last, and three days long", () => {
  let [now, attempts, tries] = [since, 0, 0];
  const waits: number[] = [];
  for (;;) {
    const next = nextTry(policy, sender, { attempts, since }, now);
    if (!next || !isHeld(policy, next.attempts)) break;
    waits.push(next.at.getTime() - now.getTime());
    [now, attempts, tries] = [next.at, next.attempts, tries + 1];
  }
  expect(waits[0]).toBe(5_000);
  expect(waits.every((wait, index) => index === 0 || wait >= (waits[index - 1] ?? 0))).toBe(true);
  expect(waits.at(-1)).toBe(minutes(15));
  expect(now.getTime() - since.getTime()).toBeGreaterThanOrEqual(days(3));
  expect(tries).toBeLessThan(350);
  // From there on it has the retries of anything else, and then it ends.
  const later = after(since, days(4));
  expect(nextTry(policy, sender, { attempts, since }, later)).toMatchObject({ attempts: 1 });
  expect(nextTry(policy, sender, { attempts: 5, since }, later)).toBeUndefined();
});

test("being held spends no attempt of what comes after it", () => {
  const held = nextTry(policy, sender, { attempts: 4, since }, since)?.attempts ?? 0;
  expect(nextTry(policy, trouble(true, "451"), { attempts: held, since }, since)).toEqual({
    attempts: 1,
    at: after(since, 5_000),
  });
  expect(nextTry(policy, trouble(false, "550"), { attempts: 0, since }, since)).toBeUndefined();
});

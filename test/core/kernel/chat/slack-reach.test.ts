import { expect, test } from "vitest";
import { SlackReach } from "../../../../src/core/kernel/chat/slack-reach.ts";

test("Slack is away from a call that failed until one is answered, or nobody has called for ten minutes", () => {
  let ms = 0;
  const reach = new SlackReach(() => ms);
  expect(reach.isUp()).toBe(true);
  reach.told(false);
  expect(reach.isUp()).toBe(false);
  reach.told(true);
  expect(reach.isUp()).toBe(true);
  reach.told(false);
  ms += 10 * 60_000;
  expect(reach.isUp()).toBe(false);
  ms += 1;
  expect(reach.isUp()).toBe(true);
});

test("Slack is away while whoever watches it says so", () => {
  const reach = new SlackReach();
  let isWell = true;
  reach.alsoBy(() => isWell);
  expect(reach.isUp()).toBe(true);
  isWell = false;
  expect(reach.isUp()).toBe(false);
});

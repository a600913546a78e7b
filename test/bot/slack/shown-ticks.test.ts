import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { changedTicks, ticksAtOnce, ticksBlockId } from "../../../src/bot/slack/shown-ticks.ts";

const users = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ userId: randomUUID(), ticked: at % 2 === 0 }));

test("a block id holds ten users and stays within Slack's 255 characters", () => {
  expect(ticksBlockId(randomUUID(), users(ticksAtOnce)).length).toBeLessThanOrEqual(255);
});

test("tells what was ticked and unticked over several blocks, and nothing of the rest", () => {
  const accountId = randomUUID();
  const [first, second] = [users(10), users(3)];
  const ids = (list: typeof first, pick: (at: number) => boolean) =>
    list.filter((_, at) => pick(at)).map(({ userId }) => userId);
  const values = {
    [ticksBlockId(accountId, first)]: ids(first, (at) => at % 2 === 0 && at !== 4),
    [ticksBlockId(accountId, second)]: ids(second, (at) => at <= 2),
  };
  expect(changedTicks(values)).toEqual({
    accountId,
    ticked: [second[1]?.userId],
    unticked: [first[4]?.userId],
  });
});

test("a block in which nothing is ticked any more comes back empty", () => {
  const shown = users(1);
  const values = { [ticksBlockId(randomUUID(), shown)]: [] };
  expect(changedTicks(values)).toMatchObject({ ticked: [], unticked: [shown[0]?.userId] });
});

test("a form without ticks has no changes", () => {
  expect(changedTicks({ accountId: "x" })).toBeUndefined();
});

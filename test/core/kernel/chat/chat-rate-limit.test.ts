import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  chatPace,
  holdChannel,
  isHeld,
  rateLimitName,
  type Sending,
  sweepChatRateLimits,
  reserveSlot,
} from "../../../../src/core/kernel/chat/chat-rate-limit.ts";
import { after, hours } from "../../../../src/core/kernel/time/clock.ts";
import type { App } from "../../../../src/core/context.ts";
import { secondApp } from "../../../support/second-app.ts";
import { createTestApp, type TestApp } from "../../../support/test-app.ts";

let t: TestApp;
let other: App;
let start: Date;

beforeAll(async () => {
  t = await createTestApp({ chatPace: chatPace(50) });
  other = secondApp(t);
});
beforeEach(async () => {
  await t.db.chatRateLimit.deleteMany();
  start = t.clock.now();
});
afterAll(async () => {
  await other.close();
  await t.close();
});

const since = (time: Date) => time.getTime() - start.getTime();
const turn = async (channelId: string, sending: Sending = "posts", app = t.app) =>
  since(await reserveSlot(app, sending, channelId));

async function turns(count: number, channelId: string, sending: Sending = "posts"): Promise<number[]> {
  const taken: number[] = [];
  for (let index = 0; index < count; index += 1) taken.push(await turn(channelId, sending));
  return taken;
}

describe("turns in one channel", () => {
  test("come three at once after a rest, then one in 1.1 s", async () => {
    expect(await turns(6, "C1")).toEqual([0, 0, 0, 1_100, 2_200, 3_300]);
    t.clock.advance(60_000);
    start = t.clock.now();
    expect(await turns(4, "C1")).toEqual([0, 0, 0, 1_100]);
  });

  test("are each taken once, by two processes at the same moment", async () => {
    const both = Array.from({ length: 40 }, (_, index) =>
      turn("C1", "posts", index % 2 === 0 ? t.app : other),
    );
    const taken = (await Promise.all(both)).toSorted((one, two) => one - two);
    expect(taken).toEqual([0, 0, ...Array.from({ length: 38 }, (_, index) => index * 1_100)]);
  });

  test("hold back no other channel", async () => {
    await turns(10, "C1");
    expect(await turn("C2")).toBe(0);
  });

  test("lie behind a hold, which no other channel has", async () => {
    await holdChannel(t.app, "C1", after(start, 30_000));
    expect(await turns(3, "C1")).toEqual([30_000, 31_100, 32_200]);
    expect(await turn("C1", "updates")).toBe(30_000);
    expect([await turn("C2"), await turn("C2", "updates")]).toEqual([0, 0]);
    expect([await isHeld(other, "C1"), await isHeld(other, "C2")]).toEqual([true, false]);
    t.clock.advance(30_000);
    expect(await isHeld(other, "C1")).toBe(false);
  });

  test("are not brought forward by a hold that is shorter than one before it", async () => {
    await holdChannel(t.app, "C1", after(start, 30_000));
    await holdChannel(other, "C1", after(start, 1_000));
    expect(await turn("C1")).toBe(30_000);
  });
});

test("updates share one pace over all channels: four fifths of a minute's at once, then one in 1.2 s", async () => {
  const taken: number[] = [];
  for (let index = 0; index < 43; index += 1) taken.push(await turn(`C${index}`, "updates"));
  expect(taken.slice(38)).toEqual([0, 0, 1_200, 2_400, 3_600]);
  expect(await turn("C1")).toBe(0);
});

test("a lane in which nothing has gone on for an hour is dropped, and no other", async () => {
  await turn("C1");
  await holdChannel(t.app, "C2", after(start, hours(3)));
  t.clock.advance(hours(2));
  await turn("C3");
  expect(await sweepChatRateLimits(t.app)).toBe(1);
  const left = await t.db.chatRateLimit.findMany({ orderBy: { channelId: "asc" } });
  expect(left.map(({ channelId }) => channelId)).toEqual(["C2", rateLimitName("posts", "C3")]);
});

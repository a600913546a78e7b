import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createChat } from "../../../../src/core/adapters/slack-chat.ts";
import type { Chat } from "../../../../src/core/kernel/chat/chat.ts";
import { chatPace } from "../../../../src/core/kernel/chat/chat-rate-limit.ts";
import { minutes } from "../../../../src/core/kernel/time/clock.ts";
import type { App } from "../../../../src/core/context.ts";
import type { Task } from "../../../../src/core/kernel/outbox/queue.ts";
import { transact } from "../../../../src/core/kernel/outbox/transact.ts";
import { invalidateCard } from "../../../../src/core/kernel/requests/invalidate-card.ts";
import { ExternalError } from "../../../../src/core/kernel/external-error.ts";
import { startSlack } from "../../../../src/sandbox/slack/start-slack.ts";
import { invite, inviteScene, place, trouble } from "../../../support/invite-scene.ts";
import { readWords } from "../../../support/recorded-chat.ts";
import { recoverAll } from "../../../support/recover-all.ts";
import { secondApp } from "../../../support/second-app.ts";
import { cardJob, take, work } from "./jobs-by-hand.ts";

const scene = inviteScene();
const pace = chatPace(50);
let first: App;
let second: App;

beforeAll(() => {
  first = { ...scene.t.app, chatPace: pace };
  second = secondApp(scene.t, { chatPace: pace });
});
afterAll(() => second.close());
beforeEach(async () => {
  await scene.t.db.chatRateLimit.deleteMany();
  scene.t.queue.waiting = [];
  scene.t.queue.delayed = [];
});

let serial = 0;

/** Invitations whose cards are to go to one channel, none of them drawn: the jobs that draw them. */
async function asked(count: number, channelId = "C1"): Promise<Task[]> {
  const draws: Task[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = { ...place(), channelId };
    const { requestId } = await invite(scene, `user${(serial += 1)}@acme.example`, { at });
    draws.push(await cardJob(scene, requestId));
    take(scene, "requests");
  }
  return draws;
}

const requestOf = (draw: Task | undefined) =>
  (draw?.payload as { requestId: string } | undefined)?.requestId ?? "";
const row = (draw: Task | undefined) =>
  scene.t.db.chatMessage.findUniqueOrThrow({
    where: { requestId_key: { requestId: requestOf(draw), key: "card" } },
  });
const changes = (draw: Task | undefined) =>
  transact(scene.t.app, (tx, after) => invalidateCard(tx, after, requestOf(draw), scene.t.clock.now()));
const seconds = (time: Date | null) => ((time?.getTime() ?? 0) - scene.t.clock.now().getTime()) / 1000;

/** Works through the jobs as two processes do, turn and turn about; each that has to come again does so at its time. */
async function drawAll(draws: Task[], apps: App[] = [first, second]): Promise<number[]> {
  const start = scene.t.clock.now().getTime();
  const endedAt: number[] = [];
  let left = draws.map((task) => ({ task, at: new Date(start) }));
  while (left.length > 0) {
    const next = new Date(Math.min(...left.map(({ at }) => at.getTime())));
    if (next > scene.t.clock.now()) scene.t.clock.set(next);
    const due = left.filter(({ at }) => at <= scene.t.clock.now());
    left = left.filter((one) => !due.includes(one));
    const ends = await Promise.all(due.map(({ task }, index) => work(apps[index % 2] ?? first, task)));
    for (const [index, end] of ends.entries()) {
      const task = due[index]?.task;
      if (end === "done") endedAt.push((scene.t.clock.now().getTime() - start) / 1000);
      else if (task) left.push({ task, at: end.at });
    }
  }
  return endedAt;
}

describe("the cards of one channel", () => {
  test("go out in a short burst and then one by one, each once, from two processes at once", async () => {
    const draws = await asked(7);
    expect(await drawAll(draws)).toEqual([0, 0, 0, 1.1, 2.2, 3.3, 4.4]);
    expect(scene.t.chat.messages).toHaveLength(7);
    expect(new Set(scene.t.chat.messages.map(({ key }) => key)).size).toBe(7);
  });

  test("hold back no other channel", async () => {
    const [mine, others] = [await asked(6), await asked(1, "C2")];
    await Promise.all(mine.map((draw) => work(first, draw)));
    expect(await work(second, others[0])).toBe("done");
    expect(scene.t.chat.messages.map(({ channelId }) => channelId).toSorted()).toEqual([
      "C1",
      "C1",
      "C1",
      "C2",
    ]);
  });

  test("wait with neither claim nor try, and are not taken for lost", async () => {
    const draws = await asked(200);
    for (const draw of draws) await work(first, draw);
    const last = await row(draws.at(-1));
    expect(seconds(last.notBefore)).toBeCloseTo(197 * 1.1, 3);
    expect(last).toMatchObject({ leasedUntil: null, tries: 0, observedGeneration: 0, rateLimit: "C1" });
    scene.t.clock.advance(minutes(2) + 1);
    await scene.t.db.request.updateMany({ data: { status: "cancelled" } });
    await changes(draws.at(-1));
    scene.t.queue.waiting = [];
    await recoverAll(first);
    const swept = take(scene, "messages").map(requestOf);
    for (const draw of draws.slice(3 + 109)) expect(swept).not.toContain(requestOf(draw));
  });

  test("that change while they wait are drawn once, as they are then", async () => {
    const [, , , fourth] = await asked(4).then(async (draws) => {
      for (const draw of draws) await work(first, draw);
      return draws;
    });
    for (let times = 0; times < 5; times += 1) {
      await changes(fourth);
      expect(await work(second, fourth)).toMatchObject({ at: (await row(fourth)).notBefore });
    }
    await scene.t.db.request.update({ where: { id: requestOf(fourth) }, data: { status: "cancelled" } });
    scene.t.clock.advance(1_100);
    const ends = await Promise.all([first, second, first].map((app) => work(app, fourth)));
    expect(ends.filter((end) => end === "done").length).toBeGreaterThan(0);
    const { id } = await row(fourth);
    const drawn = scene.t.chat.messages.filter(({ key }) => key === id);
    expect(drawn.map(({ cards }) => cards.map(({ state }) => state))).toEqual([["failed"]]);
    expect(await row(fourth)).toMatchObject({
      observedGeneration: 6,
      generation: 6,
      notBefore: null,
      rateLimit: null,
    });
  });
});

describe("a channel that the chat asks to leave alone", () => {
  const slowDown = () => ({
    error: new ExternalError("Slow down.", { retryable: true, reason: "ratelimited", retryAfterMs: 30_000 }),
  });

  test("is left alone by every process, and no other channel is", async () => {
    const [draws, others] = [await asked(3), await asked(1, "C2")];
    scene.t.chat.failures.push(slowDown());
    const held = await work(first, draws[0]);
    expect(held).not.toBe("done");
    for (const draw of draws.slice(1)) expect(await work(second, draw)).not.toBe("done");
    expect(await work(second, others[0])).toBe("done");
    expect(scene.t.chat.messages.map(({ channelId }) => channelId)).toEqual(["C2"]);
    expect(await drawAll(draws)).toEqual([30, 31.1, 32.2]);
    expect(scene.t.chat.messages).toHaveLength(4);
  });

  test("is left alone too by those whose turn would have come meanwhile", async () => {
    const draws = await asked(6);
    for (const draw of draws.slice(0, 5)) await work(first, draw);
    scene.t.chat.failures.push(slowDown());
    scene.t.clock.advance(1_100);
    expect(await work(first, draws[3])).toMatchObject({ at: expect.any(Date) });
    const asks = scene.t.chat.failures.length;
    scene.t.clock.advance(1_100);
    expect(await work(second, draws[4])).not.toBe("done");
    expect([asks, scene.t.chat.messages.length]).toEqual([0, 3]);
    expect(seconds((await row(draws[4])).notBefore)).toBeGreaterThanOrEqual(28.9);
  });

  test("is asked again as if nothing had been tried: what was turned away is not looked for", async () => {
    const [draw] = await asked(1);
    scene.t.chat.failures.push(slowDown());
    await work(first, draw);
    expect(await row(draw)).toMatchObject({ tries: 0, notBefore: null });
  });
});

describe("updates", () => {
  test("that Slack's pace puts off say in the end what is true", async () => {
    const slow = { ...first, chatPace: { ...pace, updates: { everyMs: 1_200, burst: 1 } } };
    const draws = await asked(2);
    for (const draw of draws) await work(slow, draw);
    for (const draw of draws) await changes(draw);
    expect(await work(slow, draws[0])).toBe("done");
    expect(await work(slow, draws[1])).toMatchObject({ at: new Date(scene.t.clock.now().getTime() + 1_200) });
    await scene.t.db.request.update({ where: { id: requestOf(draws[1]) }, data: { status: "cancelled" } });
    await changes(draws[1]);
    expect(await drawAll(draws.slice(1), [slow, slow])).toEqual([1.2]);
    expect(scene.t.chat.messages[1]?.cards.map(({ state }) => state)).toEqual(["working", "failed"]);
  });
});

test("a card that goes to its requester directly waits for its turn there, and asks the channel only once", async () => {
  const draws = await asked(5);
  for (const draw of draws) {
    scene.t.chat.failures.push({ error: trouble(false, "is_archived") });
    scene.t.clock.advance(1_100);
    await scene.t.db.chatRateLimit.deleteMany({ where: { channelId: "C1" } });
    if (draw === draws.at(-1)) break;
    scene.t.clock.advance(-1_100);
    await work(first, draw);
  }
  scene.t.chat.failures.length = 0;
  const fourth = await row(draws[3]);
  const directly = { postedTo: "D-U-ed", rateLimit: "D-U-ed" };
  expect(fourth).toMatchObject({ ...directly, postedId: null, leasedUntil: null });
  let channelAsked = 0;
  const post: Chat["post"] = (message) => {
    if (message.channelId === "C1") channelAsked += 1;
    return scene.t.chat.post(message);
  };
  const watched = { ...first, chat: { ...scene.t.chat, post } };
  await drawAll(draws.slice(3, 4), [watched, watched]);
  expect(channelAsked).toBe(0);
  expect(scene.t.chat.messages.map(({ channelId }) => channelId)).toEqual(Array(4).fill("D-U-ed"));
  expect(readWords(scene.t.chat.latest(3).footer)).toContain("Sent to you directly");
});

describe("against a Slack that takes one message a second", () => {
  const workspace = async (paced: boolean) => {
    const slack = await startSlack({
      delivery: { mode: "http" },
      now: () => scene.t.clock.now().getTime(),
    });
    const ann = slack.addUser({ name: "ann", email: "ann@partner.example" }).id;
    const channelId = slack.addChannel({ name: "access", members: [ann] }).id;
    const chat = createChat(slack);
    const apps = [first, second].map((app) => ({
      ...app,
      chat,
      chatPace: paced ? pace : scene.t.app.chatPace,
    }));
    const refused = () => slack.calls.filter(({ status }) => status === 429).length;
    const lookedFor = () => slack.calls.filter(({ method }) => method === "conversations.history").length;
    return { slack, channelId, apps, refused, lookedFor };
  };

  test("twelve cards from two processes all arrive and none is refused", async () => {
    const { slack, channelId, apps, refused } = await workspace(true);
    const ended = await drawAll(await asked(12, channelId), apps);
    expect([refused(), slack.messages(channelId).length]).toEqual([0, 12]);
    expect(ended.at(-1)).toBeCloseTo(9 * 1.1, 3);
    await slack.close();
  });

  test("without a pace some would be refused; those too arrive, once, after the time that Slack asks for", async () => {
    const { slack, channelId, apps, refused, lookedFor } = await workspace(false);
    await drawAll(await asked(6, channelId), apps);
    expect(refused()).toBeGreaterThan(0);
    expect([lookedFor(), slack.messages(channelId).length]).toEqual([0, 6]);
    await slack.close();
  });
});

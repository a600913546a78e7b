import { beforeEach, describe, expect, test } from "vitest";
import type { Chat } from "../../../../src/core/kernel/chat/chat.ts";
import { RescheduleJob } from "../../../../src/core/kernel/outbox/job.ts";
import { graceMs } from "../../../../src/core/kernel/outbox/outbox.ts";
import { transact } from "../../../../src/core/kernel/outbox/transact.ts";
import { invalidateCard } from "../../../../src/core/kernel/requests/invalidate-card.ts";
import { ExternalError } from "../../../../src/core/kernel/external-error.ts";
import { invite, inviteScene, trouble } from "../../../support/invite-scene.ts";
import { readWords } from "../../../support/recorded-chat.ts";
import { until } from "../../../support/until.ts";
import { cardJob, gate, take, work } from "./jobs-by-hand.ts";

const scene = inviteScene();

beforeEach(() => {
  scene.t.queue.waiting = [];
  scene.t.queue.delayed = [];
});

/** An invitation that is asked for and not yet run, and the job that draws its card. */
async function asked(address: string) {
  const { requestId } = await invite(scene, address);
  const [run] = take(scene, "requests");
  const draw = await cardJob(scene, requestId);
  const row = () =>
    scene.t.db.chatMessage.findUniqueOrThrow({ where: { requestId_key: { requestId, key: "card" } } });
  return { requestId, run, draw, row };
}

const chatting = (parts: Partial<Chat>) => ({ ...scene.t.app, chat: { ...scene.t.chat, ...parts } });
const titles = (message = 0) => scene.t.chat.messages[message]?.cards.map(({ title }) => title);
const outdate = (requestId: string) =>
  transact(scene.t.app, (tx, after) => invalidateCard(tx, after, requestId, scene.t.clock.now()));

describe("a card", () => {
  test("that ten workers draw at the same moment is posted once; the others come back later", async () => {
    const { draw, row } = await asked("ten@acme.example");
    const { reached, open, pass } = gate();
    const app = chatting({
      post: async (message) => {
        await pass();
        return scene.t.chat.post(message);
      },
    });
    let later = 0;
    const ends = Promise.all(
      Array.from({ length: 10 }, async () => {
        const end = await work(app, draw);
        if (end !== "done") later += 1;
        return end;
      }),
    );
    await reached;
    await until(() => later === 9);
    open();
    expect((await ends).filter((end) => end === "done")).toHaveLength(1);
    expect(scene.t.chat.messages).toHaveLength(1);
    expect(await row()).toMatchObject({
      observedGeneration: 1,
      leasedUntil: null,
      postedTo: "C1",
      postedId: "1",
    });
    expect(await work(scene.t.app, draw)).toBe("done");
    expect(titles()).toEqual(["Invitation queued"]);
  });

  test("that changed while it was drawn is drawn again, in place", async () => {
    const { draw, run, row } = await asked("changed@acme.example");
    const { reached, open, pass } = gate();
    const app = chatting({
      post: async (message) => {
        const posted = await scene.t.chat.post(message);
        await pass();
        return posted;
      },
    });
    const first = work(app, draw);
    await reached;
    await work(scene.t.app, run);
    open();
    expect(await first).toBeInstanceOf(RescheduleJob);
    expect(await row()).toMatchObject({ observedGeneration: 1, generation: 2, leasedUntil: null });
    await work(scene.t.app, draw);
    expect(titles()).toEqual(["Invitation queued", "Invitation mailed"]);
    expect(scene.t.chat.messages).toHaveLength(1);
  });

  test("that says already what it should is left alone", async () => {
    const { draw } = await asked("still@acme.example");
    await work(scene.t.app, draw);
    for (let times = 0; times < 3; times += 1) expect(await work(scene.t.app, draw)).toBe("done");
    expect(titles()).toHaveLength(1);
  });

  test("that changed five times in between is drawn once, as it is now", async () => {
    const { draw, requestId, row } = await asked("often@acme.example");
    await work(scene.t.app, draw);
    for (let times = 0; times < 5; times += 1) await outdate(requestId);
    await work(scene.t.app, draw);
    expect(titles()).toHaveLength(2);
    expect(await row()).toMatchObject({ observedGeneration: 6, generation: 6 });
  });

  test("whose worker died after posting is found, not posted again", async () => {
    const { draw } = await asked("dead@acme.example");
    const { reached, pass } = gate();
    const app = chatting({
      post: async (message) => {
        const posted = await scene.t.chat.post(message);
        await pass();
        return posted;
      },
    });
    void work(app, draw);
    await reached;
    const soon = scene.t.clock.now().getTime() + 1000;
    expect(await work(scene.t.app, draw)).toMatchObject({ at: new Date(soon) });
    scene.t.clock.advance(scene.t.app.leases.leaseMs);
    expect(await work(scene.t.app, draw)).toBe("done");
    expect(scene.t.chat.messages).toHaveLength(1);
  });
});

describe("a card that the chat does not take", () => {
  test("as far as anybody heard, and that changes before its next try, is found and not posted again", async () => {
    const { draw, requestId } = await asked("unheard@acme.example");
    scene.t.chat.failures.push({ error: trouble(true, "connection"), arrives: true });
    await work(scene.t.app, draw);
    await outdate(requestId);
    scene.t.clock.advance(1_000);
    expect(await work(scene.t.app, draw)).toBe("done");
    expect(scene.t.chat.messages).toHaveLength(1);
  });

  test("for now waits as long as the chat asks, with nothing shown and nothing lost", async () => {
    const { draw, row } = await asked("limited@acme.example");
    const options = { retryable: true, reason: "ratelimited", retryAfterMs: 30_000 };
    scene.t.chat.failures.push({ error: new ExternalError("Slow down.", options) });
    const at = new Date(scene.t.clock.now().getTime() + 30_000);
    expect(await work(scene.t.app, draw)).toMatchObject({ at });
    expect(await row()).toMatchObject({
      leasedUntil: null,
      dueAt: new Date(at.getTime() + graceMs),
      observedGeneration: 0,
      givenUpAt: null,
    });
    scene.t.clock.set(at);
    expect(await work(scene.t.app, draw)).toBe("done");
    expect(scene.t.chat.messages).toHaveLength(1);
  });

  test("for now waits longer each time, up to five minutes, and is given up after three days", async () => {
    const { draw, row } = await asked("never@acme.example");
    const waits: number[] = [];
    for (let tries = 1; tries <= 12; tries += 1) {
      scene.t.chat.failures.push({ error: trouble(true, "connection") });
      const end = await work(scene.t.app, draw);
      if (end !== "done") waits.push(end.at.getTime() - scene.t.clock.now().getTime());
    }
    expect(waits.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(waits.slice(9)).toEqual([300_000, 300_000, 300_000]);
    const { id } = await row();
    // Nine tries in eight and a half minutes, and from then on twelve an hour.
    const inThreeDays = 9 + 3 * 24 * 12;
    await scene.t.db.chatMessage.update({ where: { id }, data: { tries: inThreeDays - 10 } });
    scene.t.chat.failures.push({ error: trouble(true, "connection") });
    expect(await work(scene.t.app, draw)).toBeInstanceOf(RescheduleJob);
    await scene.t.db.chatMessage.update({ where: { id }, data: { tries: inThreeDays + 10 } });
    scene.t.chat.failures.push({ error: trouble(true, "connection") });
    await work(scene.t.app, draw);
    expect(await row()).toMatchObject({ givenUpAt: scene.t.clock.now(), leasedUntil: null });
  });

  test("and was given up is tried anew as soon as its request has something else to say", async () => {
    const { draw, run } = await asked("anew@acme.example");
    for (const reason of ["is_archived", "cannot_dm_bot"])
      scene.t.chat.failures.push({ error: trouble(false, reason) });
    await work(scene.t.app, draw);
    expect(scene.t.chat.messages).toEqual([]);
    await work(scene.t.app, run);
    await work(scene.t.app, draw);
    expect(titles()).toEqual(["Invitation mailed"]);
  });

  test("for good, in the channel nor directly, is given up, and the request goes on without it", async () => {
    const { draw, run, row } = await asked("nowhere@acme.example");
    for (const reason of ["is_archived", "cannot_dm_bot"])
      scene.t.chat.failures.push({ error: trouble(false, reason) });
    expect(await work(scene.t.app, draw)).toBe("done");
    expect(await row()).toMatchObject({ givenUpAt: scene.t.clock.now(), leasedUntil: null, postedId: null });
    expect(scene.t.log.join("")).toContain("message given up");
    expect(await work(scene.t.app, draw)).toBe("done");
    expect(scene.t.chat.messages).toEqual([]);
    await work(scene.t.app, run);
    expect(scene.t.mailer.sent).toHaveLength(1);
  });

  test("in its channel goes to the requester, says why, and is updated there", async () => {
    const { draw, run } = await asked("direct@acme.example");
    scene.t.chat.failures.push({ error: trouble(false, "not_in_channel") });
    await work(scene.t.app, draw);
    await work(scene.t.app, run);
    await work(scene.t.app, draw);
    expect(scene.t.chat.messages).toMatchObject([{ channelId: "D-U-ed" }]);
    expect(titles()).toEqual(["Invitation queued", "Invitation mailed"]);
    for (const { footer } of scene.t.chat.messages[0]?.cards ?? [])
      expect(readWords(footer)).toContain(
        "Sent to you directly: the channel takes no messages from this app.",
      );
  });

  test("for a reason that nobody foresaw is let go for the next try, and is given up after thirty", async () => {
    const { draw, row } = await asked("odd@acme.example");
    for (let tries = 1; tries < 30; tries += 1) {
      scene.t.chat.failures.push({ error: new Error("odd") });
      await expect(work(scene.t.app, draw)).rejects.toThrow("odd");
    }
    expect(await row()).toMatchObject({ leasedUntil: null, givenUpAt: null, tries: 29 });
    scene.t.chat.failures.push({ error: new Error("odd") });
    expect(await work(scene.t.app, draw)).toBe("done");
    expect(await row()).toMatchObject({ givenUpAt: scene.t.clock.now() });
  });
});

describe("the note of a failure", () => {
  const failed = async (address: string) => {
    const { draw, run } = await asked(address);
    scene.t.mailer.failures.push(trouble(false, "550"));
    await work(scene.t.app, run);
    const note = take(scene, "messages").find(({ payload }) => (payload as { key: string }).key !== "card");
    return { draw, note };
  };

  test("waits for its card, and then stands under it", async () => {
    const { draw, note } = await failed("note@acme.example");
    expect(await work(scene.t.app, note)).toBeInstanceOf(RescheduleJob);
    expect(scene.t.chat.messages).toEqual([]);
    await work(scene.t.app, draw);
    expect(await work(scene.t.app, note)).toBe("done");
    expect(scene.t.chat.messages).toMatchObject([{ messageId: "1" }, { underId: "1", channelId: "C1" }]);
    expect(readWords(scene.t.chat.latest(1).note)).toContain("Refused (550)");
  });

  test("waits for as long as its card does", async () => {
    const { draw, note } = await failed("patient@acme.example");
    const options = { retryable: true, reason: "ratelimited", retryAfterMs: 30_000 };
    scene.t.chat.failures.push({ error: new ExternalError("Slow down.", options) });
    await work(scene.t.app, draw);
    expect(await work(scene.t.app, note)).toMatchObject({ inMs: 30_000 + graceMs });
    scene.t.clock.advance(30_000);
  });

  test("is told on its own where the card was given up", async () => {
    const { draw, note } = await failed("alone@acme.example");
    for (const reason of ["is_archived", "is_archived"])
      scene.t.chat.failures.push({ error: trouble(false, reason) });
    await work(scene.t.app, draw);
    expect(await work(scene.t.app, note)).toBe("done");
    expect(scene.t.chat.messages).toMatchObject([{ underId: undefined, channelId: "C1" }]);
  });

  test("goes to the requester where the card did", async () => {
    const { draw, note } = await failed("both@acme.example");
    scene.t.chat.failures.push({ error: trouble(false, "not_in_channel") });
    await work(scene.t.app, draw);
    await work(scene.t.app, note);
    expect(scene.t.chat.messages).toMatchObject([
      { channelId: "D-U-ed", messageId: "1" },
      { channelId: "D-U-ed", underId: "1" },
    ]);
  });
});

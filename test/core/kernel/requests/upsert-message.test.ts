import { beforeEach, describe, expect, test, vi } from "vitest";
import { approveRequest } from "../../../../src/core/kernel/requests/decide-request.ts";
import { trouble } from "../../../support/invite-scene.ts";
import { readWords } from "../../../support/recorded-chat.ts";
import { approvalScene, askGrant } from "./approval-scene.ts";

const scene = approvalScene();
const run = async () => {
  await scene.t.runJobs();
  scene.t.clock.advance(1000);
  await scene.t.runJobs();
};
/** Whom `place` names as the requester. */
const direct = "D-U-ed";
const inChannel = (channelId: string) =>
  scene.t.chat.messages.filter((message) => message.channelId === channelId);
const latest = (channelId: string, index = -1) => inChannel(channelId).at(index)?.cards.at(-1);
const footer = (channelId: string, index = -1) => readWords(latest(channelId, index)?.footer ?? "");

beforeEach(() => {
  const { channels, shared } = scene.t.chat;
  shared.clear();
  const members = [scene.mia, scene.max, scene.olivia, scene.ed].map(({ chatUserId }) => chatUserId ?? "");
  channels.set("C1", new Set(members));
});

describe("a card that can no longer be changed", () => {
  test.each([
    ["message_not_found", "Posted again, because the earlier one was deleted."],
    [
      "edit_window_closed",
      "Posted again, because this workspace no longer lets apps change the earlier one.",
    ],
    ["cant_update_message", "Posted again, because Slack does not let this app change the earlier one."],
  ])(
    "for %s is posted anew in its channel, says why, and is changed there from then on",
    async (reason, why) => {
      const id = await askGrant(scene);
      await run();
      expect(inChannel("C1")).toHaveLength(2);
      scene.t.chat.failures.push({ error: trouble(false, reason) });
      await approveRequest(scene.as(scene.mia), id);
      await run();
      const anew = inChannel("C1");
      expect(anew).toHaveLength(3);
      expect(inChannel(direct)).toEqual([]);
      expect(footer("C1")).toContain(why);
      const { postedTo, copies } = await scene.t.db.chatMessage.findFirstOrThrow({ where: { copies: 1 } });
      expect([postedTo, copies]).toEqual(["C1", 1]);
      // A try that may have arrived finds the new one, not the one that it cannot change.
      expect(new Set(anew.map(({ key }) => key)).size).toBe(3);
    },
  );

  test("and whose thread is gone with it has its note told in the channel", async () => {
    const { chat } = scene.t;
    const post = chat.post.bind(chat);
    const posting = vi.spyOn(chat, "post").mockImplementation(async (message) => {
      if (message.underId) throw trouble(false, "thread_not_found");
      return post(message);
    });
    await askGrant(scene);
    await run();
    posting.mockRestore();
    expect(inChannel("C1").map(({ underId }) => underId)).toEqual([undefined, undefined]);
    expect(inChannel(direct)).toEqual([]);
  });

  test("in an archived channel goes to the requester, with the true reason", async () => {
    const id = await askGrant(scene);
    await run();
    scene.t.chat.failures.push({ error: trouble(false, "is_archived") });
    await approveRequest(scene.as(scene.mia), id);
    await run();
    expect(footer(direct, 0)).toContain("Sent to you directly: the channel is archived.");
  });
});

describe("a channel that another organisation sees", () => {
  test("is shown no card and no note: the requester and those who approve get them directly", async () => {
    scene.t.chat.shared.add("C1");
    const id = await askGrant(scene);
    await run();
    expect(inChannel("C1")).toEqual([]);
    expect(inChannel(direct).map(({ cards }) => cards.at(-1)?.title)).toEqual([
      "Administrator grant waits for approval",
      "This needs approval",
    ]);
    expect(footer(direct, 0)).toContain(
      "Sent to you directly: people of another organisation see the channel.",
    );
    expect(inChannel(scene.mia.chatUserId ?? "")).toHaveLength(1);
    await approveRequest(scene.as(scene.mia), id);
    await run();
    expect(inChannel("C1")).toEqual([]);
    expect(latest(direct, 0)?.title).toBe("Administrator granted");
  });

  test("that became so keeps nothing of a card that stood there", async () => {
    const id = await askGrant(scene, scene.ed, { reason: "month end" });
    await run();
    scene.t.chat.shared.add("C1");
    await approveRequest(scene.as(scene.mia), id);
    await run();
    for (const { cards } of inChannel("C1")) {
      expect(cards.at(-1)).toMatchObject({ title: "Continued in a direct message", fields: [] });
      expect(JSON.stringify(cards.at(-1))).not.toMatch(/Acme|hanna|month end/);
    }
    const titles = inChannel(direct).map(({ cards }) => cards.at(-1)?.title);
    expect(titles.toSorted((a = "", b = "") => a.localeCompare(b))).toEqual([
      "Administrator granted",
      "Approved",
    ]);
  });
});

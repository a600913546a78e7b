import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorOf } from "./bolt-fixture.ts";
import { startWorkspace, type WorkspaceFixture } from "./workspace-fixture.ts";

const section = { type: "section" as const, text: { type: "mrkdwn" as const, text: "*Hello*" } };
const metadata = { event_type: "card", event_payload: { key: "req-1" } };

let fixture: WorkspaceFixture;
beforeEach(async () => {
  fixture = await startWorkspace();
});
afterEach(() => fixture.slack.close());

async function post(text: string, more: { thread_ts?: string } = {}): Promise<string> {
  const { client, general, pass } = fixture;
  pass(1_000);
  return String((await client.chat.postMessage({ channel: general, text, ...more })).ts);
}

describe("a posted message", () => {
  it("stands in the channel with its blocks, signed by the bot", async () => {
    const { slack, client, general } = fixture;
    const posted = await client.chat.postMessage({ channel: general, text: "Hello", blocks: [section] });
    expect(slack.messages(general)).toMatchObject([
      { ts: posted.ts, user: slack.botUserId, bot_id: slack.botId, text: "Hello", blocks: [section] },
    ]);
    expect(posted.message?.blocks?.[0]?.block_id).toBe(slack.messages(general)[0]?.blocks?.[0]?.block_id);
  });

  it("shows its metadata in history and replies only to those who ask for it", async () => {
    const { client, general } = fixture;
    const { ts } = await client.chat.postMessage({ channel: general, text: "Hello", metadata });
    const without = await client.conversations.history({ channel: general });
    const asked = { channel: general, include_all_metadata: true };
    const history = await client.conversations.history(asked);
    const replies = await client.conversations.replies({ ...asked, ts: String(ts) });
    expect(without.messages?.[0]).not.toHaveProperty("metadata");
    expect([history.messages?.[0]?.metadata, replies.messages?.[0]?.metadata]).toEqual([metadata, metadata]);
  });

  it("keeps blocks and metadata through an update that names neither, and loses them on request", async () => {
    const { client, general, slack } = fixture;
    const made = await client.chat.postMessage({ channel: general, text: "Hi", blocks: [section], metadata });
    const at = { channel: general, ts: String(made.ts) };
    await client.chat.update({ ...at, text: "changed" });
    expect(slack.messages(general)[0]).toMatchObject({ text: "changed", blocks: [section], metadata });
    const bare = { event_type: "", event_payload: {} };
    expect(await errorOf(client.chat.update({ ...at, text: "x", metadata: bare }))).toBe(
      "invalid_metadata_format",
    );
    await client.chat.update({ ...at, text: "bare", blocks: [], metadata: {} as typeof metadata });
    const listed = await client.conversations.history({ channel: general, include_all_metadata: true });
    expect(listed.messages?.[0]).toMatchObject({ text: "bare", blocks: [] });
    expect(listed.messages?.[0]).not.toHaveProperty("metadata");
  });

  it("is changed and deleted by its author only, and while it is there", async () => {
    const { client, general, slack, alice } = fixture;
    const hers = { channel: general, ts: slack.say({ userId: alice, channelId: general, text: "mine" }).ts };
    const own = { channel: general, ts: await post("ours") };
    expect(await errorOf(client.chat.update({ ...hers, text: "no" }))).toBe("cant_update_message");
    expect(await errorOf(client.chat.delete(hers))).toBe("cant_delete_message");
    expect(await errorOf(client.chat.delete(own))).toBe("ok");
    expect(await errorOf(client.chat.delete(own))).toBe("message_not_found");
    expect(await errorOf(client.chat.update({ ...own, text: "late" }))).toBe("message_not_found");
    expect(slack.messages(general).map((message) => message.text)).toEqual(["mine"]);
  });

  it("has no more than 40,000 characters, an updated one no more than 4,000, and neither has none", async () => {
    const { client, general } = fixture;
    const ts = await post("first");
    const send = (text: string) => errorOf(client.chat.postMessage({ channel: general, text }));
    const update = (text: string) => errorOf(client.chat.update({ channel: general, ts, text }));
    expect([await send("x".repeat(40_001)), await send("")]).toEqual(["msg_too_long", "no_text"]);
    expect([await send("x".repeat(40_000)), await update("x".repeat(4_000))]).toEqual(["ok", "ok"]);
    expect(await update("x".repeat(4_001))).toBe("msg_too_long");
  });
});

describe("a thread", () => {
  it("is read through its parent, and stays out of the channel's history", async () => {
    const { client, general } = fixture;
    const ts = await post("parent");
    const reply = await post("reply", { thread_ts: ts });
    await post("reply to the reply", { thread_ts: reply });
    const thread = await client.conversations.replies({ channel: general, ts });
    const history = await client.conversations.history({ channel: general });
    expect(thread.messages?.map((message) => message.text)).toEqual([
      "parent",
      "reply",
      "reply to the reply",
    ]);
    expect(history.messages).toMatchObject([{ text: "parent", reply_count: 2, thread_ts: ts }]);
  });

  it("cannot hang on a message that is not there, but outlives its deleted parent", async () => {
    const { client, general } = fixture;
    const ts = await post("parent");
    await post("reply", { thread_ts: ts });
    await client.chat.delete({ channel: general, ts });
    const thread = await client.conversations.replies({ channel: general, ts });
    expect(thread.messages).toMatchObject([{ subtype: "tombstone" }, { text: "reply" }]);
    const nowhere = client.chat.postMessage({ channel: general, text: "x", thread_ts: "1.000001" });
    expect(await errorOf(nowhere)).toBe("thread_not_found");
  });
});

describe("history", () => {
  it("comes newest first, page by page, from the moment that is asked for", async () => {
    const { client, general } = fixture;
    const [first, ...rest] = [await post("1"), await post("2"), await post("3"), await post("4")];
    const asked = { channel: general, oldest: first, limit: 2 };
    const page = await client.conversations.history(asked);
    const cursor = page.response_metadata?.next_cursor;
    const last = await client.conversations.history({ ...asked, ...(cursor && { cursor }) });
    const seen = [...(page.messages ?? []), ...(last.messages ?? [])].map((message) => message.ts);
    expect(seen).toEqual(rest.toReversed());
    expect([page.has_more, last.has_more]).toEqual([true, false]);
  });
});

describe("a channel", () => {
  it("takes a message only where it exists, is open, and has the bot in it", async () => {
    const { slack, client, alice, general } = fixture;
    const outside = slack.addChannel({ name: "outside", members: [alice], botIsMember: false }).id;
    const hidden = slack.addChannel({
      name: "hid",
      members: [alice],
      botIsMember: false,
      isPrivate: true,
    }).id;
    const old = slack.addChannel({ name: "old", members: [alice], isArchived: true }).id;
    const send = (channel: string) => errorOf(client.chat.postMessage({ channel, text: "Hello" }));
    expect([await send("C0NOWHERE"), await send(hidden)]).toEqual(["channel_not_found", "channel_not_found"]);
    expect([await send(outside), await send(old)]).toEqual(["not_in_channel", "is_archived"]);
    slack.updateChannel(outside, { botIsMember: true });
    expect([await send(outside), await send(general)]).toEqual(["ok", "ok"]);
  });

  it("freezes its messages once it is archived", async () => {
    const { slack, client, general } = fixture;
    const at = { channel: general, ts: await post("before") };
    slack.updateChannel(general, { isArchived: true });
    expect(await errorOf(client.chat.update({ ...at, text: "after" }))).toBe("is_inactive");
    expect(slack.messages(general)[0]?.text).toBe("before");
    const { messages } = await client.conversations.history({ channel: general });
    expect(messages).toHaveLength(1);
  });
});

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createChat } from "../../src/core/adapters/slack-chat.ts";
import type { Card, Chat } from "../../src/core/kernel/chat/chat.ts";
import type { ExternalError } from "../../src/core/kernel/external-error.ts";
import { readBlocks } from "../../src/sandbox/slack/read-message.ts";
import type { Fault } from "../../src/sandbox/slack/server/faults.ts";
import type { SlackOptions, SlackSandbox } from "../../src/sandbox/slack/slack-sandbox.ts";
import { startSlack } from "../../src/sandbox/slack/start-slack.ts";

let slack: SlackSandbox;
let chat: Chat;
let ann: string;
let channelId: string;

async function open(options: Partial<SlackOptions> = {}): Promise<void> {
  slack = await startSlack({ delivery: { mode: "http" }, ...options });
  slack.limits.messagesPerSecond = false;
  slack.limits.tiers = false;
  chat = createChat(slack);
  ann = slack.addUser({
    name: "ann",
    realName: "Ann Moss",
    email: "ann@partner.example",
    tz: "Europe/Paris",
  }).id;
  channelId = slack.addChannel({ name: "access", members: [ann] }).id;
}
beforeEach(() => open());
afterEach(() => slack.close());

const card = (title = "Invitation mailed"): Card => ({
  state: "done",
  title,
  fields: [["E-mail", "ada@acme.example"]],
  note: "All is well.",
  footer: ["Requested by ", { chatUserId: ann, name: "Ann" }],
});

const post = (key = "key-1", given: { channelId?: string; underId?: string } = {}) =>
  chat.post({ channelId, card: card(), key, ...given });
const trouble = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: ExternalError) => error,
  );
const since = new Date(0);
const find = (key: string, underId?: string) =>
  chat.find({ channelId, since, ...(underId && { underId }) }, key);
const texts = () =>
  slack.messages(channelId).map(({ blocks, text }) => readBlocks(blocks, text).split("\n")[0]);

describe("a card", () => {
  test("is posted, and updated in place", async () => {
    const posted = await post();
    expect(posted).toEqual({ channelId, messageId: slack.messages(channelId)[0]?.ts });
    await chat.update(posted, card("Invitation accepted"), "key-1");
    expect(texts()).toEqual(["✅ Invitation accepted"]);
    expect(slack.messages(channelId)[0]?.text).toContain("Invitation accepted. E-mail: ada@acme.example.");
  });

  test("is posted under another", async () => {
    const { messageId } = await post();
    await post("key-2", { underId: messageId });
    expect(slack.thread(channelId, messageId)).toHaveLength(2);
  });

  test("unfurls no link", async () => {
    await post();
    expect(slack.calls.at(-1)?.args).toMatchObject({ unfurl_links: false, unfurl_media: false });
  });

  test("is posted to a person, in whose direct messages it can be updated", async () => {
    const direct = await chat.openDirect(ann);
    const posted = await post("key-1", { channelId: direct });
    expect(posted.channelId).toBe(slack.openDirect(ann).id);
    const byPerson = await post("key-2", { channelId: ann });
    expect(byPerson.channelId).toBe(posted.channelId);
    await chat.update(byPerson, card("Again"), "key-2");
    expect(slack.directMessages(ann)).toHaveLength(2);
  });
});

describe("a message that may have arrived", () => {
  test("is found by its key, in the channel and in a thread, and no other is", async () => {
    const first = await post("key-1");
    const note = await post("note-1", { underId: first.messageId });
    await post("key-2");
    slack.say({ userId: ann, channelId, text: "key-1" });
    expect(await find("key-1")).toEqual(first);
    expect(await find("note-1", first.messageId)).toEqual(note);
    expect(await find("key-3")).toBeUndefined();
    expect(await find("note-1")).toBeUndefined();
  });

  test("is still found after it was updated", async () => {
    const first = await post("key-1");
    await chat.update(first, card("Again"), "key-1");
    expect(await find("key-1")).toEqual(first);
  });

  test("is found behind hundreds of others", async () => {
    const first = await post("key-1");
    for (let count = 0; count < 450; count += 1) slack.say({ userId: ann, channelId, text: `${count}` });
    expect(await find("key-1")).toEqual(first);
  });

  test("is not looked for before the time that it can be from", async () => {
    await post("key-1");
    expect(await chat.find({ channelId, since: new Date(Date.now() + 60_000) }, "key-1")).toBeUndefined();
  });

  test("did arrive, though the connection broke before the answer, and is there once", async () => {
    slack.faults.inject({ method: "chat.postMessage", kind: "drop_after_accept" });
    expect(await trouble(post("key-1"))).toMatchObject({ retryable: true, reason: "connection" });
    expect(slack.messages(channelId)).toHaveLength(1);
    expect(await find("key-1")).toMatchObject({ messageId: slack.messages(channelId)[0]?.ts });
  });

  test("is not found by an app that may not read the channel, which then posts it again", async () => {
    await slack.close();
    await open({ scopes: ["chat:write", "users:read"] });
    await post("key-1");
    expect(await find("key-1")).toBeUndefined();
  });
});

describe("trouble with Slack says whether it can pass:", () => {
  test.each<[Omit<Fault, "method">, Partial<ExternalError>]>([
    [
      { kind: "rate_limited", retryAfter: 7 },
      { retryable: true, reason: "ratelimited", retryAfterMs: 7_000 },
    ],
    [
      { kind: "status", status: 500 },
      { retryable: true, reason: "500" },
    ],
    [
      { kind: "status", status: 503 },
      { retryable: true, reason: "503" },
    ],
    [
      { kind: "status", status: 404 },
      { retryable: true, reason: "404" },
    ],
    [
      { kind: "error", error: "internal_error" },
      { retryable: true, reason: "internal_error" },
    ],
    [
      { kind: "error", error: "token_revoked" },
      { retryable: true, reason: "token_revoked" },
    ],
    [
      { kind: "error", error: "restricted_action" },
      { retryable: false, reason: "restricted_action" },
    ],
    [{ kind: "drop_before_accept" }, { retryable: true, reason: "connection" }],
  ])("%j", async (fault, expected) => {
    slack.faults.inject({ method: "chat.postMessage", ...fault });
    expect(await trouble(post())).toMatchObject({ name: "ExternalError", ...expected });
    expect(slack.messages(channelId)).toEqual([]);
    expect(slack.calls.filter(({ method }) => method === "chat.postMessage")).toHaveLength(1);
  });

  test("more than a message a second has to wait as long as Slack says", async () => {
    slack.limits.messagesPerSecond = true;
    const errors = await Promise.all(Array.from({ length: 6 }, (_, index) => trouble(post(`key-${index}`))));
    const waits = errors.filter((error) => error !== undefined);
    expect(waits.length).toBeGreaterThan(0);
    for (const error of waits) expect(error.retryAfterMs).toBeGreaterThanOrEqual(1_000);
  });

  test("one channel that has to wait does not hold up another", async () => {
    slack.faults.inject({ method: "chat.postMessage", kind: "rate_limited", retryAfter: 30 });
    const other = slack.addChannel({ name: "other", members: [ann] }).id;
    expect(await trouble(post())).toMatchObject({ retryAfterMs: 30_000 });
    expect(await trouble(post("key-2", { channelId: other }))).toBeUndefined();
  });

  test.each([
    ["archived", { isArchived: true }, "is_archived"],
    ["without the bot", { botIsMember: false }, "not_in_channel"],
  ])("a channel that is %s does not pass", async (_, changes, reason) => {
    slack.updateChannel(channelId, changes);
    expect(await trouble(post())).toMatchObject({ retryable: false, reason });
  });

  test("a channel or a message that is not there does not pass", async () => {
    expect(await trouble(post("key-1", { channelId: "C0NOWHERE" }))).toMatchObject({
      retryable: false,
      reason: "channel_not_found",
    });
    const gone = chat.update({ channelId, messageId: "1.000001" }, card(), "key-1");
    expect(await trouble(gone)).toMatchObject({ retryable: false, reason: "message_not_found" });
  });

  test("a wrong token may pass, and so may a missing scope: an operator puts both right", async () => {
    chat = createChat({ ...slack, botToken: "xoxb-wrong" });
    expect(await trouble(post())).toMatchObject({ retryable: true, reason: "invalid_auth" });
    await slack.close();
    await open({ scopes: ["users:read"] });
    expect(await trouble(post())).toMatchObject({ retryable: true, reason: "missing_scope" });
  });

  test("a Slack that is not there may pass", async () => {
    chat = createChat({ botToken: slack.botToken, apiUrl: "http://127.0.0.1:1/api/" });
    expect(await trouble(post())).toMatchObject({ retryable: true, reason: "connection" });
  });

  test("no token is in what it says", async () => {
    slack.faults.inject({ method: "chat.postMessage", kind: "error", error: "invalid_auth" });
    const error = await trouble(post());
    expect(`${error?.message} ${JSON.stringify(error)}`).not.toContain(slack.botToken);
  });
});

describe("the workspace", () => {
  test("is asked for once, and again after it could not be reached", async () => {
    slack.faults.inject({ method: "auth.test", kind: "status", status: 503 });
    expect(await trouble(chat.workspaceId())).toMatchObject({ retryable: true });
    expect([await chat.workspaceId(), await chat.workspaceId()]).toEqual([slack.team.id, slack.team.id]);
    expect(slack.calls.filter(({ method }) => method === "auth.test")).toHaveLength(2);
  });
});

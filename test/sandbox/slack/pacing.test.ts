import type { WebClient } from "@slack/web-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorOf } from "./bolt-fixture.ts";
import { startWorkspace, type WorkspaceFixture } from "./workspace-fixture.ts";

let fixture: WorkspaceFixture;
beforeEach(async () => {
  fixture = await startWorkspace();
});
afterEach(() => fixture.slack.close());

function send(channel = fixture.general): Promise<string> {
  return errorOf(fixture.client.chat.postMessage({ channel, text: "Hello" }));
}

async function burst(count: number, channel?: string): Promise<string[]> {
  const outcomes: string[] = [];
  for (let sent = 0; sent < count; sent += 1) outcomes.push(await send(channel));
  return outcomes;
}

describe("messages to one channel", () => {
  it("come through in a short burst, then one a second", async () => {
    const { slack, pass, general } = fixture;
    expect(await burst(5)).toEqual(["ok", "ok", "ok", "wait 1 s", "wait 1 s"]);
    pass(1_000);
    expect(await burst(2)).toEqual(["ok", "wait 1 s"]);
    pass(60_000);
    expect(await burst(4)).toEqual(["ok", "ok", "ok", "wait 1 s"]);
    expect(slack.messages(general)).toHaveLength(7);
  });

  it("hold back no other channel", async () => {
    const other = fixture.slack.addChannel({ name: "other", members: [] }).id;
    await burst(4);
    expect(await send(other)).toBe("ok");
  });

  it("are refused with HTTP 429 and a Retry-After", async () => {
    const { slack, general } = fixture;
    await burst(3);
    const refused = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: "POST",
      headers: { authorization: `Bearer ${slack.botToken}`, "content-type": "application/json" },
      body: JSON.stringify({ channel: general, text: "Hello" }),
    });
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "1"]);
    expect(await refused.json()).toMatchObject({ ok: false, error: "ratelimited" });
  });

  it("are not counted when they are refused for their blocks", async () => {
    const { client, general } = fixture;
    const wrong = { channel: general, text: "Hello", blocks: [{ type: "hologram" }] } as never;
    for (let tries = 0; tries < 4; tries += 1)
      expect(await errorOf(client.chat.postMessage(wrong))).toBe("invalid_blocks");
    expect(await burst(3)).toEqual(["ok", "ok", "ok"]);
  });

  it("are not paced once the bench switches that off", async () => {
    fixture.slack.limits.messagesPerSecond = false;
    expect(new Set(await burst(20))).toEqual(new Set(["ok"]));
  });
});

const tiers: [
  method: string,
  perMinute: number,
  waits: number,
  call: (client: WebClient) => Promise<unknown>,
][] = [
  ["conversations.list", 20, 3, (client) => client.conversations.list({})],
  ["users.lookupByEmail", 50, 2, (client) => client.users.lookupByEmail({ email: "alice@example.com" })],
  ["users.info", 100, 1, (client) => client.users.info({ user: fixture.alice })],
];

describe("a method", () => {
  it.each(tiers)("%s is served %d times a minute, then after %d s", async (_name, perMinute, waits, call) => {
    const { client, pass } = fixture;
    for (let calls = 0; calls < perMinute; calls += 1) await call(client);
    expect(await errorOf(call(client))).toBe(`wait ${waits} s`);
    pass(waits * 1_000);
    expect(await errorOf(call(client))).toBe("ok");
  });

  it("is not held back by another one", async () => {
    const { client } = fixture;
    for (let calls = 0; calls < 21; calls += 1) await errorOf(client.conversations.list({}));
    expect(await errorOf(client.users.list({}))).toBe("ok");
  });
});

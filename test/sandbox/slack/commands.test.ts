import { afterEach, describe, expect, it } from "vitest";
import { startBolt, type Fixture, type Mode } from "./bolt-fixture.ts";

let fixture: Fixture;
afterEach(() => fixture.stop());

describe.each<Mode>(["http", "socket"])("a slash command over %s", (mode) => {
  it("shows what the app acknowledges with and what it responds later", async () => {
    fixture = await startBolt(mode, (app) => {
      app.command("/cyclr", async ({ ack, respond, command }) => {
        await ack({ text: `working on ${command.text}` });
        await respond({ text: "done", response_type: "in_channel" });
      });
    });
    const { slack, alice, general } = fixture;
    const outcome = await slack.runCommand({ userId: alice, channelId: general, text: "invite bob" });
    expect(outcome).toMatchObject({
      acknowledged: true,
      status: 200,
      immediate: { text: "working on invite bob" },
    });
    await slack.waitFor(() => slack.messages(general).some((message) => message.text === "done"));
    expect(slack.ephemerals(alice).map((message) => message.text)).toEqual(["working on invite bob"]);
  });

  it("tells the person when the app is too late, and ignores what comes then", async () => {
    let late: Promise<void> | undefined;
    fixture = await startBolt(mode, (app) => {
      app.command("/cyclr", async ({ ack }) => {
        late = new Promise((resolve) => setTimeout(resolve, 250)).then(() => ack("too late"));
        await late;
      });
    });
    const { slack, alice, general } = fixture;
    slack.limits.ackMs = 100;
    const outcome = await slack.runCommand({ userId: alice, channelId: general, text: "" });
    expect(outcome).toMatchObject({ acknowledged: false, error: "operation_timeout" });
    await late;
    expect(slack.ephemerals(alice)).toEqual([]);
  });

  it("works in a channel where the app is not a member, and in any direct message", async () => {
    fixture = await startBolt(mode, (app) => {
      app.command("/cyclr", async ({ ack, command }) => ack(command.channel_name));
    });
    const { slack, alice } = fixture;
    const bob = slack.addUser({ name: "bob", email: "bob@example.com" }).id;
    const quiet = slack.addChannel({ name: "quiet", members: [alice], botIsMember: false }).id;
    const direct = slack.openDirect(alice, bob).id;
    const inChannel = await slack.runCommand({ userId: alice, channelId: quiet, text: "" });
    const inDirect = await slack.runCommand({ userId: alice, channelId: direct, text: "" });
    expect([inChannel.immediate?.["text"], inDirect.immediate?.["text"]]).toEqual(["quiet", "directmessage"]);
  });
});

describe("a slash command", () => {
  it("is refused in a thread, and to somebody who is not in the channel", async () => {
    fixture = await startBolt("http", () => {});
    const { slack, alice, general } = fixture;
    const bob = slack.addUser({ name: "bob", email: "bob@example.com" }).id;
    const threaded = await slack.runCommand({ userId: alice, channelId: general, text: "", threadTs: "1.0" });
    const outside = await slack.runCommand({ userId: bob, channelId: general, text: "" });
    expect([threaded.error, outside.error]).toEqual(["command_not_supported_in_threads", "not_in_channel"]);
    expect(slack.lastDelivery).toBeUndefined();
  });

  it("fails to dispatch when nobody listens", async () => {
    fixture = await startBolt("http", () => {});
    const { slack, alice, general } = fixture;
    slack.deliverTo("http://127.0.0.1:1/slack/events");
    const outcome = await slack.runCommand({ userId: alice, channelId: general, text: "" });
    expect(outcome).toMatchObject({ acknowledged: false, error: "dispatch_failed" });
  });

  it("sends text escaped, as the app asks for, or as typed", async () => {
    const seen: string[] = [];
    fixture = await startBolt("http", (app) => {
      app.command("/cyclr", async ({ ack, command }) => {
        seen.push(command.text);
        await ack();
      });
    });
    const { slack, alice, general } = fixture;
    const text = "invite a@b.io with @alice in #general";
    await slack.runCommand({ userId: alice, channelId: general, text, escape: false });
    await slack.runCommand({ userId: alice, channelId: general, text });
    expect(seen).toEqual([
      text,
      `invite <mailto:a@b.io|a@b.io> with <@${alice}|alice> in <#${general}|general>`,
    ]);
  });

  it("can be replayed byte by byte, and is refused by the app once its signature is wrong", async () => {
    fixture = await startBolt("http", (app) => app.command("/cyclr", async ({ ack }) => ack()));
    const { slack, alice, general } = fixture;
    await slack.runCommand({ userId: alice, channelId: general, text: "" });
    const last = slack.lastDelivery;
    if (!last) throw new Error("nothing was delivered");
    const replayed = await slack.deliverRaw(last.body, last.headers);
    const forged = await slack.deliverRaw(`${last.body}x`, last.headers);
    const old = { ...last.headers, ...slack.sign(last.body, Math.floor(Date.now() / 1000) - 400) };
    const stale = await slack.deliverRaw(last.body, old);
    expect([replayed.status, forged.status, stale.status]).toEqual([200, 401, 401]);
  });
});

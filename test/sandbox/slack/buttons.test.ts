import type { App } from "@slack/bolt";
import { afterEach, describe, expect, it } from "vitest";
import { clientOf, startBolt, type Fixture, type Mode } from "./bolt-fixture.ts";

const plain = (text: string) => ({ type: "plain_text" as const, text });
const option = (value: string) => ({ text: plain(value), value });

const blocks = [
  {
    type: "actions",
    block_id: "card",
    elements: [
      { type: "button", action_id: "approve", text: plain("Approve"), value: "req-1" },
      { type: "static_select", action_id: "level", options: [option("access"), option("administrator")] },
      { type: "overflow", action_id: "more", options: [option("resend"), option("revoke")] },
    ],
  },
];

let fixture: Fixture;
afterEach(() => fixture.stop());

function listeners(app: App): void {
  app.action(/.*/, async ({ ack, respond, action }) => {
    await ack();
    const used = action.type === "button" ? action.value : JSON.stringify(Object.keys(action).toSorted());
    await respond({ text: `used ${used}`, replace_original: true });
  });
}

describe.each<Mode>(["http", "socket"])("a button over %s", (mode) => {
  it("reaches the app, whose response takes the message's place", async () => {
    fixture = await startBolt(mode, listeners);
    const { slack, alice, general } = fixture;
    const { ts } = await clientOf(slack).chat.postMessage({ channel: general, text: "Please", blocks });
    const outcome = await slack.click({
      userId: alice,
      channelId: general,
      ts: String(ts),
      actionId: "approve",
    });
    expect(outcome.acknowledged).toBe(true);
    await slack.waitFor(() => slack.messages(general)[0]?.text === "used req-1");
    expect(slack.messages(general)).toHaveLength(1);
  });

  it("of an ephemeral message is there for its reader only", async () => {
    fixture = await startBolt(mode, listeners);
    const { slack, alice, general } = fixture;
    const posted = await clientOf(slack).chat.postEphemeral({
      channel: general,
      user: alice,
      text: "Hi",
      blocks,
    });
    const ts = String(posted.message_ts);
    const bob = slack.addUser({ name: "bob", email: "bob@example.com" }).id;
    slack.updateChannel(general, { members: [alice, bob] });
    const use = { channelId: general, ts, actionId: "approve" };
    await expect(slack.click({ userId: bob, ...use })).rejects.toThrow("sees no message");
    await slack.click({ userId: alice, ...use });
    await slack.waitFor(() => slack.ephemerals(alice)[0]?.text === "used req-1");
  });
});

describe("a button", () => {
  it("is out of reach for the deactivated, and for those outside the channel", async () => {
    fixture = await startBolt("http", listeners);
    const { slack, alice, general } = fixture;
    const { ts } = await clientOf(slack).chat.postMessage({ channel: general, text: "Please", blocks });
    const bob = slack.addUser({ name: "bob", email: "bob@example.com" }).id;
    const use = { channelId: general, ts: String(ts), actionId: "approve" };
    await expect(slack.click({ userId: bob, ...use })).rejects.toThrow("is not a member");
    slack.updateUser(alice, { deleted: true });
    await expect(slack.click({ userId: alice, ...use })).rejects.toThrow("alice is deactivated");
    expect(slack.lastDelivery).toBeUndefined();
  });
});

describe("a menu in a message", () => {
  it("sends the option that was picked, and only one that it has", async () => {
    const picked: unknown[] = [];
    fixture = await startBolt("http", (app) => {
      app.action(/.*/, async ({ ack, action, body }) => {
        picked.push("selected_option" in action && action.selected_option?.value);
        if (body.type === "block_actions")
          picked.push(body.state?.values["card"]?.["level"]?.selected_option?.value);
        await ack();
      });
    });
    const { slack, alice, general } = fixture;
    const { ts } = await clientOf(slack).chat.postMessage({ channel: general, text: "Please", blocks });
    const use = { userId: alice, channelId: general, ts: String(ts) };
    await slack.click({ ...use, actionId: "level", selected: "administrator" });
    await slack.click({ ...use, actionId: "more", selected: "revoke" });
    expect(picked).toEqual(["administrator", "administrator", "revoke", "administrator"]);
    const unknown = slack.click({ ...use, actionId: "level", selected: "owner" });
    await expect(unknown).rejects.toThrow('"owner" is not offered');
  });
});

describe("the Home tab", () => {
  it("is published when a person opens it", async () => {
    fixture = await startBolt("socket", (app) => {
      app.event("app_home_opened", async ({ client, event }) => {
        await client.views.publish({
          user_id: event.user,
          view: { type: "home", blocks: [{ type: "divider" }] },
        });
      });
    });
    const { slack, alice } = fixture;
    expect(await slack.openHome(alice)).toMatchObject({ delivered: true, attempts: 1 });
    const home = await slack.waitFor(() => slack.home(alice), { what: "the Home tab" });
    expect(home).toMatchObject({ type: "home", blocks: [{ type: "divider" }] });
  });
});

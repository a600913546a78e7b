import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Change } from "../../../src/sandbox/slack/model/message-log.ts";
import { startWorkspace, type WorkspaceFixture } from "./workspace-fixture.ts";

let fixture: WorkspaceFixture;
let changes: Change[];
beforeEach(async () => {
  fixture = await startWorkspace();
  changes = [];
  fixture.slack.workspace.events.on("change", (change) => changes.push(change));
});
afterEach(() => fixture.slack.close());

const seen = () => changes.filter((change) => change.noun !== "call");

describe("somebody who watches the workspace", () => {
  it("is told of every message with its place, and who alone sees it", async () => {
    const { client, general, alice } = fixture;
    const { ts } = await client.chat.postMessage({ channel: general, text: "Hello" });
    await client.chat.update({ channel: general, ts: String(ts), text: "Hello again" });
    await client.chat.delete({ channel: general, ts: String(ts) });
    const whispered = await client.chat.postEphemeral({ channel: general, user: alice, text: "psst" });
    expect(seen()).toEqual([
      { noun: "message", verb: "added", id: ts, channelId: general },
      { noun: "message", verb: "changed", id: ts, channelId: general },
      { noun: "message", verb: "removed", id: ts, channelId: general },
      { noun: "ephemeral", verb: "added", id: whispered.message_ts, channelId: general, userId: alice },
    ]);
  });

  it("is told of views, and of what is typed into them", async () => {
    const { slack, client, alice } = fixture;
    const element = { type: "plain_text_input" as const, action_id: "name" };
    const label = { type: "plain_text" as const, text: "Name" };
    const view = { type: "home" as const, blocks: [{ type: "input" as const, label, element }] };
    const published = await client.views.publish({ user_id: alice, view });
    const viewId = String(published.view?.id);
    slack.fillView({ userId: alice, viewId, values: { name: "Bob" } });
    const change = { noun: "view", verb: "changed", id: viewId, userId: alice };
    expect(seen()).toEqual([change, change]);
  });

  it("sees what comes about where nothing in the workspace changes", async () => {
    let mailed = false;
    setTimeout(() => (mailed = true), 20);
    expect(await fixture.slack.waitFor(() => mailed)).toBe(true);
  });

  it("waits no longer than it says, nor past the end of the sandbox", async () => {
    const { slack } = fixture;
    const vain = slack.waitFor(() => false, { timeoutMs: 20, what: "a miracle" });
    await expect(vain).rejects.toThrow("waited 20 ms in vain for a miracle");
    const cut = slack.waitFor(() => false, { what: "a miracle" });
    const [outcome] = await Promise.allSettled([cut, slack.close()]);
    expect(outcome).toMatchObject({ reason: new Error("the sandbox closed before a miracle") });
  });
});

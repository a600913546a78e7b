import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { errorOf } from "./bolt-fixture.ts";
import { startWorkspace, type WorkspaceFixture } from "./workspace-fixture.ts";

let fixture: WorkspaceFixture;
beforeEach(async () => {
  fixture = await startWorkspace();
});
afterEach(() => fixture.slack.close());

describe("channels in the sandbox's Slack", () => {
  test("say whether another organisation is in them or invited, as Slack does", async () => {
    const { slack, client, alice } = fixture;
    const shared = slack.addChannel({ name: "shared", members: [alice], sharedWith: ["T0OTHER"] }).id;
    const told = await client.conversations.info({ channel: shared });
    expect(told.channel).toMatchObject({
      is_shared: true,
      is_ext_shared: true,
      is_pending_ext_shared: false,
    });
    slack.updateChannel(shared, { sharedWith: [], pendingSharedWith: ["T0OTHER"] });
    const pending = await client.conversations.info({ channel: shared });
    expect(pending.channel).toMatchObject({ is_ext_shared: false, is_pending_ext_shared: true });
  });

  test("list no member who was deactivated", async () => {
    const { slack, client, alice, general } = fixture;
    expect((await client.conversations.members({ channel: general })).members).toContain(alice);
    slack.updateUser(alice, { deleted: true });
    expect((await client.conversations.members({ channel: general })).members).not.toContain(alice);
  });

  test("let nothing be changed after the workspace's time for it, nor what an admin deleted", async () => {
    const { slack, client, general, pass } = fixture;
    const { ts = "" } = await client.chat.postMessage({ channel: general, text: "one" });
    slack.limits.editWindowMs = 60_000;
    await client.chat.update({ channel: general, ts, text: "two" });
    pass(61_000);
    expect(await errorOf(client.chat.update({ channel: general, ts, text: "three" }))).toBe(
      "edit_window_closed",
    );
    slack.limits.editWindowMs = undefined;
    slack.deleteMessage(general, ts);
    expect(await errorOf(client.chat.update({ channel: general, ts, text: "four" }))).toBe(
      "message_not_found",
    );
  });
});

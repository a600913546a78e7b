import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorOf } from "./bolt-fixture.ts";
import { startWorkspace, type WorkspaceFixture } from "./workspace-fixture.ts";

let fixture: WorkspaceFixture;
beforeEach(async () => {
  fixture = await startWorkspace();
});
afterEach(() => fixture.slack.close());

const whisper = (channel: string, user: string) =>
  fixture.client.chat.postEphemeral({ channel, user, text: "psst" });

describe("an ephemeral message", () => {
  it("is seen by its reader alone, and is no part of the channel", async () => {
    const { slack, client, general, alice } = fixture;
    const bob = slack.addUser({ name: "bob", email: "bob@example.com" }).id;
    slack.updateChannel(general, { members: [alice, bob] });
    await whisper(general, alice);
    expect(slack.ephemerals(alice)).toMatchObject([{ channel: general, text: "psst" }]);
    expect(slack.ephemerals(bob)).toEqual([]);
    expect((await client.conversations.history({ channel: general })).messages).toEqual([]);
  });

  it("reaches members of the channel only, from a bot that is one, while it is open", async () => {
    const { slack, general, alice } = fixture;
    const bob = slack.addUser({ name: "bob", email: "bob@example.com" }).id;
    const away = slack.addChannel({ name: "away", members: [alice], botIsMember: false }).id;
    const refusals = [
      await errorOf(whisper(general, bob)),
      await errorOf(whisper(away, alice)),
      await errorOf(whisper("C0NOWHERE", alice)),
    ];
    expect(refusals).toEqual(["user_not_in_channel", "not_in_channel", "channel_not_found"]);
    slack.updateChannel(general, { isArchived: true });
    expect(await errorOf(whisper(general, alice))).toBe("is_archived");
    expect(slack.ephemerals(alice)).toEqual([]);
  });

  it("can be neither changed nor deleted by the bot", async () => {
    const { slack, client, general, alice } = fixture;
    const at = { channel: general, ts: String((await whisper(general, alice)).message_ts) };
    expect(await errorOf(client.chat.update({ ...at, text: "changed" }))).toBe("message_not_found");
    expect(await errorOf(client.chat.delete(at))).toBe("message_not_found");
    expect(slack.ephemerals(alice)[0]?.text).toBe("psst");
  });
});

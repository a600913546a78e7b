import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorOf } from "./bolt-fixture.ts";
import { startWorkspace, type WorkspaceFixture } from "./workspace-fixture.ts";

let fixture: WorkspaceFixture;
beforeEach(async () => {
  // A summer's day, so that London is an hour ahead of UTC.
  fixture = await startWorkspace({ now: () => Date.UTC(2026, 6, 1) });
});
afterEach(() => fixture.slack.close());

async function shown(user: string) {
  return (await fixture.client.users.info({ user })).user ?? {};
}

describe("a person", () => {
  it("is described with workspace, address, time zone and standing", async () => {
    const { slack, alice } = fixture;
    expect(await shown(alice)).toMatchObject({
      id: alice,
      team_id: slack.team.id,
      name: "alice",
      real_name: "Alice Moss",
      deleted: false,
      is_bot: false,
      is_restricted: false,
      is_ultra_restricted: false,
      is_email_confirmed: true,
      tz: "Europe/London",
      tz_offset: 3_600,
      profile: { email: "alice@example.com", real_name: "Alice Moss" },
    });
  });

  it.each([
    [{ deleted: true }, { deleted: true }],
    [{ isRestricted: true }, { is_restricted: true, is_ultra_restricted: false }],
    [{ isUltraRestricted: true }, { is_ultra_restricted: true }],
    [{ emailConfirmed: false }, { is_email_confirmed: false }],
    [{ tz: "America/New_York" }, { tz_offset: -14_400 }],
  ])("with %o is shown with %o", async (changes, expected) => {
    fixture.slack.updateUser(fixture.alice, changes);
    expect(await shown(fixture.alice)).toMatchObject(expected);
  });

  it("who is nobody here is not found", async () => {
    const { client } = fixture;
    expect(await errorOf(client.users.info({ user: "U0NOBODY" }))).toBe("user_not_found");
    expect(await errorOf(client.users.lookupByEmail({ email: "x@example.com" }))).toBe("users_not_found");
  });

  it("is found by address in any case, while active", async () => {
    const { slack, client, alice } = fixture;
    const found = await client.users.lookupByEmail({ email: "Alice@Example.com" });
    expect(found.user?.id).toBe(alice);
    slack.updateUser(alice, { deleted: true });
    expect(await errorOf(client.users.lookupByEmail({ email: "alice@example.com" }))).toBe("users_not_found");
  });
});

describe("the bot", () => {
  it("is a user without an address, to whom nobody can write", async () => {
    const { slack, client } = fixture;
    const bot = await shown(slack.botUserId);
    expect(bot).toMatchObject({ is_bot: true, profile: { bot_id: slack.botId } });
    expect(bot.profile).not.toHaveProperty("email");
    expect(await errorOf(client.conversations.open({ users: slack.botUserId }))).toBe("cannot_dm_bot");
  });
});

describe("somebody of another company", () => {
  it("is a stranger of another team, without an address, whom the bot cannot write to", async () => {
    const { slack, client } = fixture;
    const zoe = slack.addUser({ name: "zoe", email: "zoe@other.example", isStranger: true }).id;
    const seen = await shown(zoe);
    expect(seen).toMatchObject({ is_stranger: true, is_bot: false });
    expect(seen.team_id).not.toBe(slack.team.id);
    expect(seen.profile).not.toHaveProperty("email");
    const { lookupByEmail } = client.users;
    expect(await errorOf(lookupByEmail({ email: "zoe@other.example" }))).toBe("users_not_found");
    expect(await errorOf(client.conversations.open({ users: zoe }))).toBe("user_not_visible");
    expect(await errorOf(client.chat.postMessage({ channel: zoe, text: "Hi" }))).toBe("user_not_visible");
  });

  it("of a shared channel has a team of their own, and keeps their address to themselves", async () => {
    const { slack, client, general, alice } = fixture;
    const yan = slack.addUser({ name: "yan", email: "yan@partner.example", teamId: "T0PARTNER" }).id;
    const before = await client.conversations.info({ channel: general });
    slack.updateChannel(general, { members: [alice, yan] });
    const after = await client.conversations.info({ channel: general });
    expect([before.channel?.is_ext_shared, after.channel?.is_ext_shared]).toEqual([false, true]);
    expect(await shown(yan)).not.toHaveProperty("profile.email");
  });
});

describe("direct messages", () => {
  it("are one conversation, whether opened, written to by user id, or written by the person", async () => {
    const { slack, client, alice } = fixture;
    const opened = await client.conversations.open({ users: alice });
    const again = await client.conversations.open({ users: alice, return_im: true });
    const sent = await client.chat.postMessage({ channel: alice, text: "Hello" });
    expect(again).toMatchObject({ already_open: true, channel: { id: opened.channel?.id, is_im: true } });
    expect(sent.channel).toBe(opened.channel?.id);
    slack.say({ userId: alice, channelId: String(sent.channel), text: "Hi" });
    expect(slack.directMessages(alice).map((message) => message.text)).toEqual(["Hello", "Hi"]);
  });

  it("are not opened with the deactivated, with nobody, or with more than eight", async () => {
    const { slack, client, alice } = fixture;
    const many = Array.from({ length: 9 }, (_, index) => slack.addUser({ name: `u${index}`, email: "" }).id);
    slack.updateUser(alice, { deleted: true });
    const open = (users: string) => errorOf(client.conversations.open({ users }));
    expect([await open(alice), await open("U0NOBODY"), await open(many.join(","))]).toEqual([
      "user_disabled",
      "user_not_found",
      "too_many_users",
    ]);
    expect(await open(many.slice(0, 3).join(","))).toBe("ok");
  });

  it("of two people are hidden from the bot", async () => {
    const { slack, client, alice } = fixture;
    const bob = slack.addUser({ name: "bob", email: "bob@example.com" }).id;
    const direct = slack.openDirect(alice, bob).id;
    expect(await errorOf(client.chat.postMessage({ channel: direct, text: "Hi" }))).toBe("channel_not_found");
    expect(await errorOf(client.conversations.history({ channel: direct }))).toBe("channel_not_found");
  });
});

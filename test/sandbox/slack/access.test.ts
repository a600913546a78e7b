import { afterEach, describe, expect, it } from "vitest";
import { clientOf, errorOf } from "./bolt-fixture.ts";
import { startWorkspace, type WorkspaceFixture } from "./workspace-fixture.ts";

let fixture: WorkspaceFixture;
afterEach(() => fixture.slack.close());

describe("a token", () => {
  it("is asked for, is known, and is of the kind that the method wants", async () => {
    fixture = await startWorkspace();
    const { slack } = fixture;
    const test = (token?: string) => errorOf(clientOf(slack, token).auth.test());
    expect([await test(""), await test("xoxb-wrong"), await test(slack.appToken), await test()]).toEqual([
      "not_authed",
      "invalid_auth",
      "not_allowed_token_type",
      "ok",
    ]);
    expect(await errorOf(clientOf(slack).apps.connections.open({}))).toBe("not_allowed_token_type");
    expect(await errorOf(clientOf(slack, slack.appToken).apps.connections.open({}))).toBe("ok");
  });

  it("tells who it stands for and what it may do", async () => {
    fixture = await startWorkspace({ scopes: ["chat:write", "users:read"] });
    const { slack, client } = fixture;
    const told = await client.auth.test();
    expect(told).toMatchObject({ user_id: slack.botUserId, bot_id: slack.botId, team_id: slack.team.id });
    expect(told.response_metadata?.scopes).toEqual(["chat:write", "users:read"]);
  });
});

describe("a missing scope", () => {
  it("is named, with what was granted, and the call does nothing", async () => {
    fixture = await startWorkspace({ scopes: ["users:read"] });
    const { slack, client, general, alice } = fixture;
    const refused = await client.chat
      .postMessage({ channel: general, text: "Hello" })
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({
      data: { error: "missing_scope", needed: "chat:write", provided: "users:read" },
    });
    expect(slack.messages(general)).toEqual([]);
    expect(await errorOf(client.users.info({ user: alice }))).toBe("ok");
  });

  it("is missed no more once it is granted", async () => {
    fixture = await startWorkspace({ scopes: [] });
    const { slack, client, general } = fixture;
    const post = () => errorOf(client.chat.postMessage({ channel: general, text: "Hello" }));
    expect(await post()).toBe("missing_scope");
    slack.scopes.add("chat:write");
    expect(await post()).toBe("ok");
  });

  it.each([
    ["conversations.open", { users: "U0ALICE" }, "im:write"],
    ["conversations.open", { users: "U0ALICE,U0BOB" }, "mpim:write"],
    ["conversations.history", { channel: "C0OPEN" }, "channels:history"],
    ["conversations.history", { channel: "C0CLOSED" }, "groups:history"],
    ["conversations.list", { types: "public_channel,im" }, "im:read"],
    ["users.lookupByEmail", { email: "a@example.com" }, "users:read.email"],
    ["files.getUploadURLExternal", { filename: "a.txt", length: 1 }, "files:write"],
  ])("%s with %o needs %s", async (method, args, needed) => {
    fixture = await startWorkspace({ scopes: ["chat:write", "channels:read"] });
    const { slack, client } = fixture;
    slack.addChannel({ id: "C0OPEN", name: "open", members: [] });
    slack.addChannel({ id: "C0CLOSED", name: "closed", members: [], isPrivate: true });
    const refused = await client.apiCall(method, args).catch((error: unknown) => error);
    expect(refused).toMatchObject({ data: { error: "missing_scope", needed } });
  });
});

describe("an unknown method", () => {
  it("is refused by name", async () => {
    fixture = await startWorkspace();
    expect(await errorOf(fixture.client.apiCall("chat.shout"))).toBe("unknown_method");
  });
});

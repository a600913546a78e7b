import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createChat } from "../../src/core/adapters/slack-chat.ts";
import type { SlackSandbox } from "../../src/sandbox/slack/slack-sandbox.ts";
import { startSlack } from "../../src/sandbox/slack/start-slack.ts";
import { parse } from "yaml";
import { readFileSync } from "node:fs";

let slack: SlackSandbox;
let ann: string;
const manifest = parse(readFileSync("slack-app-manifest.yaml", "utf8")) as {
  oauth_config: { scopes: { bot: string[] } };
};

beforeEach(async () => {
  slack = await startSlack({ delivery: { mode: "http" }, scopes: manifest.oauth_config.scopes.bot });
  ann = slack.addUser({ name: "ann", email: "ann@partner.example" }).id;
});
afterEach(() => slack.close());
afterEach(() => void vi.restoreAllMocks());

const channel = (given: Parameters<SlackSandbox["addChannel"]>[0] | object = {}) =>
  slack.addChannel({ name: "access", members: [ann], ...given }).id;

describe("a channel in Slack, by the scopes of the manifest", () => {
  test("is shared where another organisation is in it, or invited to it", async () => {
    const chat = createChat(slack);
    const guests = [
      [{}, false],
      [{ isPrivate: true }, false],
      [{ sharedWith: ["T0OTHER"] }, true],
      [{ isPrivate: true, pendingSharedWith: ["T0OTHER"] }, true],
    ] as const;
    for (const [given, shared] of guests) expect(await chat.isShared(channel(given))).toBe(shared);
  });

  test("is asked about once a minute, and not at all where it is a person's own", async () => {
    const chat = createChat(slack);
    const id = channel();
    await Promise.all([chat.isShared(id), chat.isShared(id)]);
    await chat.isShared(id);
    expect(slack.calls.filter(({ method }) => method === "conversations.info")).toHaveLength(1);
    expect(await chat.isShared(ann)).toBe(false);
    expect(await chat.isShared(slack.openDirect(ann).id)).toBe(false);
    expect(await chat.members(slack.openDirect(ann).id)).toBeUndefined();
    expect(slack.calls).toHaveLength(1);
  });

  test("has the members that Slack lists on all pages, without those who were deactivated", async () => {
    const many = Array.from(
      { length: 1_200 },
      (_, n) => slack.addUser({ name: `u${n}`, email: `u${n}@x.example` }).id,
    );
    const gone = slack.addUser({ name: "gone", email: "gone@x.example", deleted: true }).id;
    const members = await createChat(slack).members(channel({ members: [ann, ...many, gone] }));
    expect(members).toEqual(new Set([ann, ...many, slack.botUserId]));
  });

  test("tells nothing where the bot is not in it, or the app lacks the scopes", async () => {
    const foreign = channel({ isPrivate: true, botIsMember: false });
    const chat = createChat(slack);
    expect([await chat.isShared(foreign), await chat.members(foreign)]).toEqual([undefined, undefined]);
    slack.scopes.delete("channels:read");
    const own = channel();
    expect([await chat.isShared(own), await chat.members(own)]).toEqual([undefined, undefined]);
  });

  test("is an error to be tried again where Slack cannot be reached", async () => {
    slack.faults.inject({ method: /conversations/, kind: "status", status: 503, times: 2 });
    const chat = createChat(slack);
    const id = channel();
    await expect(chat.isShared(id)).rejects.toMatchObject({ retryable: true });
    await expect(chat.members(id)).rejects.toMatchObject({ retryable: true });
    expect(await chat.isShared(id)).toBe(false);
  });

  test("is what Slack said last, where it cannot be reached by then", async () => {
    const chat = createChat(slack);
    const id = channel({ sharedWith: ["T0OTHER"] });
    expect(await chat.isShared(id)).toBe(true);
    vi.spyOn(performance, "now").mockReturnValue(performance.now() + 61_000);
    slack.faults.inject({ method: /conversations/, kind: "status", status: 503, times: 1 });
    expect(await chat.isShared(id)).toBe(true);
    // The fault was met: Slack answers again.
    expect(await chat.isShared(channel())).toBe(false);
  });
});

test("somebody whom Slack says has changed is looked up again", async () => {
  const chat = createChat(slack);
  expect((await chat.person(ann)).excluded).toBeUndefined();
  slack.updateUser(ann, { deleted: true });
  expect((await chat.person(ann)).excluded).toBeUndefined();
  expect((await chat.person(ann, { fresh: true })).excluded).toBe("deactivated");
  slack.updateUser(ann, { deleted: false });
  chat.forgetPerson(ann);
  expect((await chat.person(ann)).excluded).toBeUndefined();
});

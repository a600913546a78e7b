import { afterAll, beforeAll, expect, test } from "vitest";
import { createLogger } from "../../../src/core/adapters/logger.ts";
import { createChat } from "../../../src/core/adapters/slack-chat.ts";
import type { SlackSandbox } from "../../../src/sandbox/slack/slack-sandbox.ts";
import { startSlack } from "../../../src/sandbox/slack/start-slack.ts";

let slack: SlackSandbox;
beforeAll(async () => {
  slack = await startSlack({ delivery: { mode: "http" } });
});
afterAll(() => slack.close());

test.each([
  [{ kind: "status", status: 403 }, "Slack cannot be reached; what waits for it is tried again"],
  [{ kind: "drop_before_accept" }, "Slack cannot be reached; what waits for it is tried again"],
  [
    { kind: "error", error: "token_revoked" },
    "Slack refuses SLACK_BOT_TOKEN; what waits for it is tried again",
  ],
] as const)(
  "Slack that is away for a worker has one line when it goes and one when it is back: %o",
  async (fault, told) => {
    const lines: string[] = [];
    const write = (text: string) => void lines.push((JSON.parse(text) as { msg: string }).msg);
    const chat = createChat(slack, createLogger("info", { write }));
    slack.faults.inject({ method: "auth.test", times: 3, ...fault });
    for (let tries = 0; tries < 3; tries += 1)
      await expect(chat.workspaceId()).rejects.toMatchObject({ retryable: true });
    await chat.workspaceId();
    expect(lines).toEqual([told, "Slack answers again"]);
  },
);

test("a channel that is not there, or a pace that is too fast, is no outage", async () => {
  const lines: string[] = [];
  const chat = createChat(slack, createLogger("info", { write: (text) => void lines.push(text) }));
  slack.faults.inject({ method: "conversations.open", kind: "rate_limited", retryAfter: 1 });
  slack.faults.inject({ method: "conversations.open", kind: "error", error: "user_not_found" });
  for (let tries = 0; tries < 2; tries += 1) await expect(chat.openDirect("U0")).rejects.toBeDefined();
  expect(lines).toEqual([]);
});

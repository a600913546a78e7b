import type { WebClient } from "@slack/web-api";
import type { SlackOptions, SlackSandbox } from "../../../src/sandbox/slack/slack-sandbox.ts";
import { startSlack } from "../../../src/sandbox/slack/start-slack.ts";
import { clientOf } from "./bolt-fixture.ts";

export interface WorkspaceFixture {
  slack: SlackSandbox;
  client: WebClient;
  alice: string;
  general: string;
  /** Lets time pass for the workspace, without waiting. */
  pass: (ms: number) => void;
}

/** A workspace without an app that listens: for what an app does by itself, through the Web API. */
export async function startWorkspace(options: Partial<SlackOptions> = {}): Promise<WorkspaceFixture> {
  let now = Date.now();
  const slack = await startSlack({ delivery: { mode: "http" }, now: () => now, ...options });
  const alice = slack.addUser({ name: "alice", realName: "Alice Moss", email: "alice@example.com" }).id;
  const general = slack.addChannel({ name: "general", members: [alice] }).id;
  const pass = (ms: number) => {
    now += ms;
  };
  return { slack, client: clientOf(slack), alice, general, pass };
}

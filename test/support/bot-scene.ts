import { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { App as Bolt, HTTPReceiver } from "@slack/bolt";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { botTables } from "../../src/bot/features.ts";
import type { Command } from "../../src/bot/slack/command.ts";
import { guardDeliveries } from "../../src/bot/slack/guard-deliveries.ts";
import { registerListeners } from "../../src/bot/slack/register-listeners.ts";
import type { TaskTracker } from "../../src/bot/slack/task-tracker.ts";
import { slackClientOptions } from "../../src/core/kernel/chat/slack-client-options.ts";
import type { View } from "../../src/sandbox/slack/model/message-log.ts";
import { readView } from "../../src/sandbox/slack/read-message.ts";
import type { SlackSandbox } from "../../src/sandbox/slack/slack-sandbox.ts";
import { startSlack } from "../../src/sandbox/slack/start-slack.ts";
import { silent } from "../sandbox/slack/bolt-fixture.ts";
import { makeActor } from "./factories.ts";
import { noHints } from "./no-hints.ts";
import { workspace } from "./recorded-chat.ts";
import { createTestApp, type TestApp } from "./test-app.ts";

export const ed = "U0ED";

export interface BotScene {
  t: TestApp;
  slack: SlackSandbox;
  channelId: string;
  /** Lets time pass for Slack, without waiting. */
  pass(ms: number): void;
  types(text: string): Promise<unknown>;
  /** The modal on top that reads like this, as soon as it does. */
  seesModal(words: RegExp): Promise<View>;
  /** What was said to Ed alone. */
  hears(words: RegExp): Promise<string>;
}

/** A bot with these commands in a Slack workspace, and Ed, a Console User with `users: edit`. */
export function botScene(commands: Command[]): BotScene {
  const scene = {} as BotScene;
  let bolt: Bolt;
  let running: TaskTracker;
  beforeAll(async () => {
    scene.t = await createTestApp();
    await makeActor(scene.t, { firstName: "Ed", email: "ed@partner.example", chatUserId: ed });
  });
  beforeEach(async () => {
    let ahead = 0;
    scene.pass = (ms) => void (ahead += ms);
    const team = { id: workspace, name: "Northwind", domain: "northwind" };
    const now = () => Date.now() + ahead;
    scene.slack = await startSlack({ delivery: { mode: "http" }, team, now });
    scene.slack.addUser({ id: ed, name: "ed", email: "ed@partner.example" });
    scene.channelId = scene.slack.addChannel({ name: "access", members: [ed] }).id;
    [bolt, running] = await listen(scene, commands);
    scene.t.log.length = 0;
  });
  afterEach(async () => {
    await bolt.stop();
    await running.settled();
    await scene.slack.close();
    noHints(scene.slack.calls);
  });
  afterAll(() => scene.t.close());
  return Object.assign(scene, acting(scene));
}

function acting(scene: BotScene): Pick<BotScene, "types" | "seesModal" | "hears"> {
  const topReads = (words: RegExp) => {
    const view = scene.slack.views(ed).at(-1);
    return view && words.test(readView(view)) ? view : undefined;
  };
  const heard = (words: RegExp) =>
    scene.slack.ephemerals(ed).find(({ text }) => words.test(text ?? ""))?.text;
  return {
    types: (text) => scene.slack.runCommand({ userId: ed, channelId: scene.channelId, text }),
    seesModal: (words) => scene.slack.waitFor(() => topReads(words), { what: `a modal with ${words}` }),
    hears: (words) => scene.slack.waitFor(() => heard(words), { what: `an answer with ${words}` }),
  };
}

async function listen({ t, slack }: BotScene, commands: Command[]): Promise<[Bolt, TaskTracker]> {
  const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logger: silent });
  receiver.requestListener = guardDeliveries(receiver.requestListener);
  const bolt = new Bolt({
    receiver,
    logger: silent,
    authorize: async () => ({ botToken: slack.botToken }),
    clientOptions: { ...slackClientOptions(slack.apiUrl), logger: silent },
  });
  const running = registerListeners(t.app, bolt, { ...botTables, commands });
  const server: unknown = await bolt.start(0);
  if (server instanceof Server)
    slack.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
  return [bolt, running];
}

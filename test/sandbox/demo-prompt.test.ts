import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { KnownBlock } from "@slack/web-api";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { consoleCommands } from "../../src/sandbox/demo/console-commands.ts";
import { type Mailbox, startMailbox } from "../../src/sandbox/start-sandbox.ts";
import { startWorkspace, type WorkspaceFixture } from "./slack/workspace-fixture.ts";

let world: WorkspaceFixture;
let mailbox: Mailbox;
let app: Server;
/** The values of the buttons that were pressed. */
const pressed: string[] = [];
/** What the app does once it has taken a command. */
let afterCommand: () => void = () => undefined;

beforeAll(async () => {
  [world, mailbox] = await Promise.all([startWorkspace(), startMailbox()]);
  app = createServer((request, response) => void take(request, response)).listen(0, "127.0.0.1");
  await once(app, "listening");
  world.slack.deliverTo(`http://127.0.0.1:${(app.address() as AddressInfo).port}/`);
});
beforeEach(() => {
  pressed.length = 0;
  afterCommand = () => undefined;
});
afterAll(async () => {
  app.close();
  await Promise.all([world.slack.close(), mailbox.stop()]);
});

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = new URLSearchParams(await text(request));
  response.end();
  const payload = JSON.parse(body.get("payload") ?? "{}") as { actions?: { value: string }[] };
  if (payload.actions) pressed.push(...payload.actions.map(({ value }) => value));
  else afterCommand();
}

const prompt = () => {
  const { slack, alice, general: channelId } = world;
  return consoleCommands({ slack, mailbox, channelId, people: { alice } }, { who: "alice" });
};
const row = (value: string, label = "Approve"): KnownBlock => ({
  type: "actions",
  elements: [{ type: "button", action_id: "approve", value, text: { type: "plain_text", text: label } }],
});
const post = async (...blocks: KnownBlock[]) => {
  world.pass(2_000);
  const { ts = "" } = await world.client.chat.postMessage({ channel: world.general, text: "A note", blocks });
  return ts;
};

test("press takes the button of the message that was shown last, be it by a change", async () => {
  const run = prompt();
  const first = await post(row("first"));
  await post(row("second"));
  await run("press approve");
  world.pass(2_000);
  await world.client.chat.update({
    channel: world.general,
    ts: first,
    text: "Again",
    blocks: [row("changed")],
  });
  await run("press Approve");
  expect(pressed).toEqual(["second", "changed"]);
});

test("press right after a command waits for what it brings, and takes no older button", async () => {
  const run = prompt();
  await post(row("older"));
  afterCommand = () => void setTimeout(() => void post(row("brought")), 300);
  await run("/cyclr invite ann@acme.example");
  await run("press Approve");
  await post(row("newest"));
  await run("press Approve");
  expect(pressed).toEqual(["brought", "newest"]);
});

test("press finds a button beside a text as well, and the one that is named among several of one kind", async () => {
  const run = prompt();
  await post(row("older", "Open"));
  const section: KnownBlock = {
    type: "section",
    text: { type: "mrkdwn", text: "A row" },
    accessory: {
      type: "button",
      action_id: "approve",
      value: "beside",
      text: { type: "plain_text", text: "Open" },
    },
  };
  await post(row("deny", "Deny"), section);
  await run("press Open");
  expect(pressed).toEqual(["beside"]);
  await expect(run("press Nothing")).rejects.toThrow("You see no button “Nothing”.");
});

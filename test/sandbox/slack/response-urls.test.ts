import type { App, RespondFn } from "@slack/bolt";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { actions, button } from "./block-samples.ts";
import { clientOf, startBolt, type Fixture } from "./bolt-fixture.ts";

let fixture: Fixture;
let clock: number;
let respond: RespondFn;

function listeners(app: App): void {
  app.command("/cyclr", async (args) => {
    respond = args.respond;
    await args.ack();
  });
  app.action("go", async (args) => {
    respond = args.respond;
    await args.ack();
  });
}

beforeEach(async () => {
  clock = Date.now();
  fixture = await startBolt("socket", listeners, { now: () => clock });
});
afterEach(() => fixture.stop());

async function command(): Promise<void> {
  await fixture.slack.runCommand({ userId: fixture.alice, channelId: fixture.general, text: "" });
}

async function outcome(message: Parameters<RespondFn>[0]): Promise<string> {
  try {
    await respond(message);
    return "ok";
  } catch (error) {
    return (error as Error).message;
  }
}

const whispers = () => fixture.slack.ephemerals(fixture.alice).map((message) => message.text);

describe("a response_url", () => {
  it("takes five answers and no sixth", async () => {
    await command();
    const outcomes = [];
    for (const text of ["1", "2", "3", "4", "5", "6"]) outcomes.push(await outcome(text));
    expect(outcomes.slice(0, 5)).toEqual(["ok", "ok", "ok", "ok", "ok"]);
    expect(outcomes[5]).toContain("404");
    expect(whispers()).toEqual(["1", "2", "3", "4", "5"]);
  });

  it("lives half an hour", async () => {
    await command();
    clock += 30 * 60_000;
    expect(await outcome("just in time")).toBe("ok");
    clock += 1;
    expect(await outcome("too late")).toContain("404");
    expect(whispers()).toEqual(["just in time"]);
  });

  it("works where the app is no member, and speaks to everyone when asked to", async () => {
    const { slack, alice } = fixture;
    const quiet = slack.addChannel({ name: "quiet", members: [alice], botIsMember: false }).id;
    await slack.runCommand({ userId: alice, channelId: quiet, text: "" });
    await respond({ text: "to all", response_type: "in_channel" });
    await respond("to one");
    expect(slack.messages(quiet).map((message) => message.text)).toEqual(["to all"]);
    expect(whispers()).toEqual(["to one"]);
  });

  it("takes its own answer back, or puts another in its place", async () => {
    await command();
    await respond("first");
    await respond({ text: "second", replace_original: true });
    expect(whispers()).toEqual(["second"]);
    await respond({ text: "", delete_original: true });
    expect(whispers()).toEqual([]);
  });

  it("of a button leaves the message alone unless told otherwise", async () => {
    const { slack, alice, general } = fixture;
    const blocks = [actions(button({ action_id: "go" }))];
    const sent = { channel: general, text: "Please", blocks: blocks as never };
    const ts = String((await clientOf(slack).chat.postMessage(sent)).ts);
    await slack.click({ userId: alice, channelId: general, ts, actionId: "go" });
    await respond({ text: "thanks", replace_original: false });
    expect([slack.messages(general)[0]?.text, whispers()]).toEqual(["Please", ["thanks"]]);
    await respond({ text: "", delete_original: true });
    expect(slack.messages(general)).toEqual([]);
  });

  it("checks blocks like any message, and can be made to fail", async () => {
    await command();
    expect(await outcome({ blocks: [{ type: "hologram" }] as never })).toContain("400");
    fixture.slack.faults.inject({ method: "response_url", kind: "status", status: 500 });
    expect(await outcome("lost")).toContain("500");
    expect(await outcome("kept")).toBe("ok");
    expect(whispers()).toEqual(["kept"]);
  });

  it("is one that Slack gave out", async () => {
    await command();
    const { origin } = new URL(fixture.slack.apiUrl);
    const guessed = await fetch(`${origin}/commands/T0/1/x`, { method: "POST", body: "{}" });
    expect([guessed.status, await guessed.json()]).toEqual([404, { ok: false, error: "no_service" }]);
  });
});

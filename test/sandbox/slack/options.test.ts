import type { App } from "@slack/bolt";
import { afterEach, describe, expect, it } from "vitest";
import { actions, options, plain, times } from "./block-samples.ts";
import { clientOf, startBolt, type Fixture, type Mode } from "./bolt-fixture.ts";

let fixture: Fixture;
let delayMs = 0;
afterEach(async () => {
  delayMs = 0;
  await fixture.stop();
});

const picked: unknown[] = [];

function listeners(app: App): void {
  app.options("account", async ({ ack, options: asked }) => {
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    await ack({ options: options(Number(asked.value)) });
  });
  app.options("grouped", async ({ ack, options: asked }) => {
    const groups = times(Number(asked.value), (index) => ({
      label: plain(`g${index}`),
      options: options(1),
    }));
    await ack({ option_groups: groups });
  });
  app.action("account", async ({ ack, action }) => {
    picked.push("selected_option" in action && action.selected_option?.value);
    await ack();
  });
}

async function card(mode: Mode) {
  fixture = await startBolt(mode, listeners);
  const { slack, alice, general } = fixture;
  const blocks = [
    actions(
      { type: "external_select", action_id: "account", min_query_length: 1 },
      { type: "external_select", action_id: "grouped", min_query_length: 1 },
    ),
  ];
  const sent = await clientOf(slack).chat.postMessage({
    channel: general,
    text: "Choose",
    blocks: blocks,
  });
  const at = { userId: alice, channelId: general, ts: String(sent.ts) };
  const load = (query: string, actionId = "account") => slack.loadOptions({ ...at, actionId, query });
  return { slack, at, load };
}

describe.each<Mode>(["http", "socket"])("an external select over %s", (mode) => {
  it("offers what the app answers, and hands over what is picked", async () => {
    const { slack, at, load } = await card(mode);
    const early = slack.click({ ...at, actionId: "account", selected: "o1" });
    await expect(early).rejects.toThrow('"o1" is not offered by account');
    expect(await load("2")).toEqual(options(2));
    await slack.click({ ...at, actionId: "account", selected: "o1" });
    expect(picked.at(-1)).toBe("o1");
  });

  it("offers a hundred, none, or groups, but not more than a hundred", async () => {
    const { load } = await card(mode);
    expect([(await load("100")).length, (await load("0")).length]).toEqual([100, 0]);
    expect([(await load("3", "grouped")).length, (await load("0", "grouped")).length]).toEqual([3, 0]);
    await expect(load("101")).rejects.toThrow("no more than 100 items allowed");
  });

  it("offers nothing when the app is too late", async () => {
    const { slack, load } = await card(mode);
    slack.limits.ackMs = 50;
    delayMs = 150;
    await expect(load("2")).rejects.toThrow("did not load: operation_timeout");
  });
});

describe("an external select", () => {
  it("asks the app only once enough is typed", async () => {
    const { slack, load } = await card("http");
    expect(await load("")).toEqual([]);
    expect(slack.lastDelivery).toBeUndefined();
  });
});

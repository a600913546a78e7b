import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bot, startBot } from "../../src/bot/start-bot.ts";
import { readConfig } from "../../src/core/config.ts";
import { sweepDeliveries } from "../../src/core/console-users/sweep-deliveries.ts";
import type { SlackSandbox } from "../../src/sandbox/slack/slack-sandbox.ts";
import { startSlack } from "../../src/sandbox/slack/start-slack.ts";
import { makeAccount, makeActor } from "../support/factories.ts";
import { workspace } from "../support/recorded-chat.ts";
import { createTestApp, type TestApp, testEnv } from "../support/test-app.ts";
import { until } from "../support/until.ts";

const ed = "U0ED";
let t: TestApp;
let slack: SlackSandbox;
let bots: Bot[];
let channelId: string;

beforeAll(async () => {
  t = await createTestApp();
  await makeActor(t, { firstName: "Ed", email: "ed@partner.example", chatUserId: ed, fullAccess: true });
  await makeAccount(t.db, { name: "Acme Ltd", apiId: "acme" });
  // More than fit into a list, so that the form asks what to offer.
  for (let at = 0; at < 100; at += 1) await makeAccount(t.db, { name: `Firm ${at}` });
  const team = { id: workspace, name: "Northwind", domain: "northwind" };
  slack = await startSlack({ delivery: { mode: "http" }, team });
  slack.addUser({ id: ed, name: "ed", email: "ed@partner.example" });
  channelId = slack.addChannel({ name: "access", members: [ed] }).id;
  const { signingSecret, botToken, apiUrl } = slack;
  const { slack: config } = readConfig({
    ...testEnv(t.databaseUrl),
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_BOT_TOKEN: botToken,
    SLACK_API_URL: apiUrl,
  });
  const start = () => startBot(t.app, { slack: config, port: 0, listenHost: "127.0.0.1" });
  bots = await Promise.all([start(), start()]);
  slack.deliverTo(urlOf(0));
});
afterAll(async () => {
  await Promise.all(bots.map((bot) => bot.stop()));
  await slack.close();
  await t.close();
});

const urlOf = (bot: number) => `http://127.0.0.1:${bots[bot]?.port}/slack/events`;
const heard = () => slack.ephemerals(ed).map(({ text }) => text);

/** Somebody has got hold of the last delivery, and sends it to the other bot. */
async function replayed(): Promise<{ status: number; body: string }> {
  const { body, headers } = slack.lastDelivery ?? { body: "", headers: {} };
  const answer = await fetch(urlOf(1), { method: "POST", body, headers });
  return { status: answer.status, body: await answer.text() };
}

test("a command that is sent again to another bot is carried out once, and its sender hears of it", async () => {
  await slack.runCommand({ userId: ed, channelId, text: "accounts" });
  await slack.waitFor(() => heard().length === 1);
  expect(await replayed()).toMatchObject({ status: 200 });
  await slack.waitFor(() => heard().length === 2);
  expect(heard()[1]).toMatch(/Slack sent this twice/);
  expect(heard()[1]).not.toMatch(/Acme/);
});

test("what a list offers is given to no second delivery", async () => {
  await slack.runCommand({ userId: ed, channelId, text: "delete-account" });
  const view = await slack.waitFor(() =>
    slack.views(ed).find(({ blocks }) => JSON.stringify(blocks).includes(`"account"`)),
  );
  const options = await slack.loadOptions({
    userId: ed,
    viewId: view.id,
    actionId: "account",
    query: "acm",
  });
  expect(JSON.stringify(options)).toContain("Acme");
  const { status, body } = await replayed();
  expect([status, body]).toEqual([200, expect.not.stringContaining("Acme")]);
});

test("a Home that is opened again by somebody else stays as it was", async () => {
  t.chat.homes.clear();
  await slack.openHome(ed);
  await slack.waitFor(() => slack.lastDelivery?.body.includes("app_home_opened"));
  await replayed();
  await until(() => t.log.some((line) => line.includes("no Home opened")));
  expect([...t.chat.homes.values()]).toEqual([]);
});

test("deliveries are forgotten when no bot takes them any more", async () => {
  expect(await t.db.delivery.count()).toBeGreaterThan(0);
  expect(await sweepDeliveries(t.app)).toBe(0);
  t.clock.advance(10 * 60_000 + 1);
  expect(await sweepDeliveries(t.app)).toBeGreaterThan(0);
  expect(await t.db.delivery.count()).toBe(0);
});

import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { doubtDeliveries, SlackStanding } from "../../../src/bot/slack/slack-failure.ts";
import { type Bot, startBot } from "../../../src/bot/start-bot.ts";
import { readConfig } from "../../../src/core/config.ts";
import type { SlackSandbox } from "../../../src/sandbox/slack/slack-sandbox.ts";
import { startSlack } from "../../../src/sandbox/slack/start-slack.ts";
import { createTestApp, type TestApp, testEnv } from "../../support/test-app.ts";
import { until } from "../../support/until.ts";

const minutes = 60_000;
let now = 0;
let lines: { level: number; msg: string }[] = [];
let standing: SlackStanding;
beforeEach(() => {
  now = 0;
  lines = [];
  const log = pino({ level: "info" }, { write: (line) => void lines.push(JSON.parse(line)) });
  standing = new SlackStanding(log, () => now);
});

describe("a trouble with Slack", () => {
  const lost = { sentence: "It is lost.", graceMs: 30_000, level: "warn" } as const;

  test("is told when it begins and when it is over, and not in between", () => {
    for (let tries = 0; tries < 10; tries += 1) standing.begin("socket", lost);
    standing.end(["socket", "app-token"], "it is back");
    standing.end(["socket", "app-token"], "it is back");
    expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
      [40, "It is lost."],
      [30, "it is back"],
    ]);
  });

  test("counts from its beginning, however often it is met", () => {
    standing.begin("socket", lost);
    now = 29_999;
    standing.begin("socket", lost);
    expect(standing.troubles()).toEqual([]);
    now = 30_000;
    expect(standing.troubles()).toEqual(["It is lost."]);
  });
});

describe("a signing secret", () => {
  test("is doubted after five wrong signatures in a row, until one is right", () => {
    const verified = doubtDeliveries(standing, () => now);
    for (let count = 0; count < 4; count += 1) verified({ isGood: false });
    expect(standing.troubles()).toEqual([]);
    verified({ isGood: false });
    verified({ isGood: false });
    expect(standing.troubles()).toEqual([expect.stringContaining("SLACK_SIGNING_SECRET")]);
    verified({ isGood: true });
    expect(standing.troubles()).toEqual([]);
    expect(lines).toHaveLength(2);
  });

  test("that Slack has just used is not doubted for what strangers send", () => {
    const verified = doubtDeliveries(standing, () => now);
    verified({ isGood: true });
    for (let count = 0; count < 100; count += 1) verified({ isGood: false });
    expect(standing.troubles()).toEqual([]);
    now = 16 * minutes;
    for (let count = 0; count < 5; count += 1) verified({ isGood: false });
    expect(standing.troubles()).toHaveLength(1);
  });

  test("is not doubted for ever for what strangers sent once", () => {
    const verified = doubtDeliveries(standing, () => now);
    for (let count = 0; count < 5; count += 1) verified({ isGood: false });
    now = 15 * minutes;
    expect(standing.troubles()).toEqual([]);
    now += 1;
    verified({ isGood: false });
    expect(standing.troubles()).toEqual([]);
  });
});

describe("a clock", () => {
  test("is doubted after five deliveries in a row that are dated otherwise, until one is right", () => {
    const verified = doubtDeliveries(standing, () => now);
    for (let count = 0; count < 5; count += 1) verified({ aheadBySeconds: 75.2 });
    expect(standing.troubles()).toEqual([expect.stringMatching(/75 seconds ahead of this machine's clock/u)]);
    verified({ isGood: true });
    expect(standing.troubles()).toEqual([]);
    expect(lines).toHaveLength(2);
  });

  test("by which Slack has just been understood is not doubted for what strangers replay", () => {
    const verified = doubtDeliveries(standing, () => now);
    verified({ isGood: true });
    for (let count = 0; count < 100; count += 1) verified({ aheadBySeconds: -86_400 });
    expect(standing.troubles()).toEqual([]);
  });
});

describe("a bot over HTTP", () => {
  let t: TestApp;
  let slack: SlackSandbox;
  beforeAll(async () => {
    t = await createTestApp();
  });
  afterAll(() => t.close());

  async function withBot(signingSecret: string, use: (bot: Bot) => Promise<void>): Promise<void> {
    slack = await startSlack({ delivery: { mode: "http" } });
    const env = { ...testEnv(t.databaseUrl), SLACK_BOT_TOKEN: slack.botToken, SLACK_API_URL: slack.apiUrl };
    const { slack: config } = readConfig({
      ...env,
      SLACK_SIGNING_SECRET: signingSecret || slack.signingSecret,
    });
    const bot = await startBot(t.app, { slack: config, port: 0, listenHost: "127.0.0.1" });
    slack.deliverTo(`http://127.0.0.1:${bot.port}/slack/events`);
    try {
      await use(bot);
    } finally {
      await bot.stop();
      await slack.close();
    }
  }
  const ready = async ({ port }: Bot) => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
    return { status: answer.status, body: (await answer.json()) as { because?: string[] } };
  };
  const command = () => {
    const ann = slack.addUser({ name: "ann", email: "ann@partner.example" }).id;
    const channelId = slack.addChannel({ name: "access", members: [ann] }).id;
    return slack.runCommand({ userId: ann, channelId, text: "help" });
  };

  test("whose signing secret is wrong says so by its name, and is not ready", async () => {
    await withBot("a-secret-of-another-app-0123456789", async (bot) => {
      expect((await ready(bot)).status).toBe(200);
      for (let count = 0; count < 5; count += 1) expect((await command()).acknowledged).toBe(false);
      const { status, body } = await until(async () => {
        const answer = await ready(bot);
        return answer.status === 503 && answer;
      });
      expect([status, body.because]).toEqual([503, [expect.stringContaining("SLACK_SIGNING_SECRET")]]);
    });
  });

  test("whose signing secret is right stays ready, and alive", async () => {
    await withBot("", async (bot) => {
      for (let count = 0; count < 6; count += 1) expect((await command()).acknowledged).toBe(true);
      expect(await ready(bot)).toMatchObject({ status: 200, body: { slack: "ok" } });
      expect((await fetch(`http://127.0.0.1:${bot.port}/livez`)).status).toBe(200);
    });
  });

  test("starts while Slack is away, and blames no token for it", async () => {
    t.log.length = 0;
    slack = await startSlack({ delivery: { mode: "http" } });
    await slack.close();
    const env = { ...testEnv(t.databaseUrl), SLACK_API_URL: slack.apiUrl };
    const bot = await startBot(t.app, { slack: readConfig(env).slack, port: 0, listenHost: "127.0.0.1" });
    expect((await ready(bot)).status).toBe(200);
    await bot.stop();
    const told = t.log.map((line) => JSON.parse(line) as { level: number; msg: string });
    expect(told.filter(({ level }) => level >= 40)).toMatchObject([
      { level: 40, msg: expect.stringMatching(/^Slack cannot be reached/u) },
    ]);
  });
});

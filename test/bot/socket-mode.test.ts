import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startBot } from "../../src/bot/start-bot.ts";
import { type SlackPace, slackPace } from "../../src/bot/slack/slack-failure.ts";
import { readConfig } from "../../src/core/config.ts";
import type { Fault } from "../../src/sandbox/slack/server/faults.ts";
import type { SlackSandbox } from "../../src/sandbox/slack/slack-sandbox.ts";
import { startSlack } from "../../src/sandbox/slack/start-slack.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";
import { createTestApp, type TestApp, testEnv } from "../support/test-app.ts";
import { until } from "../support/until.ts";

const pace: SlackPace = {
  ...slackPace,
  firstWaitMs: 10,
  mostWaitMs: 50,
  refusedWaitMs: 50,
  greetWithinMs: 300,
  callWithinMs: 300,
  graceMs: 400,
};

let t: TestApp;
let slack: SlackSandbox;
let line: TcpProxy;
let stop: () => Promise<void>;
let port = 0;

beforeAll(async () => {
  t = await createTestApp();
});
beforeEach(async () => {
  slack = await startSlack({ delivery: { mode: "socket" } });
  slack.limits.tiers = false;
  line = await startTcpProxy(Number(new URL(slack.apiUrl).port));
  stop = async () => undefined;
  t.log.length = 0;
});
afterEach(async () => {
  await stop();
  await line.close();
  await slack.close();
});
afterAll(() => t.close());

async function start(given: Partial<SlackPace> = {}): Promise<void> {
  const { SLACK_SIGNING_SECRET: _none, ...env } = testEnv(t.databaseUrl);
  const url = `http://127.0.0.1:${line.port}/api/`;
  const tokens = { SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken };
  const { slack: config } = readConfig({ ...env, ...tokens, SLACK_API_URL: url });
  const bot = await startBot(
    t.app,
    { slack: config, port: 0, listenHost: "127.0.0.1" },
    { ...pace, ...given },
  );
  stop = () => bot.stop();
  port = bot.port;
}

const ready = async () => {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
  return { status: answer.status, body: (await answer.json()) as { slack: string; because?: string[] } };
};
const tries = () => slack.calls.filter(({ method }) => method === "apps.connections.open").length;
const lines = (level: number) => t.log.map((one) => JSON.parse(one)).filter((one) => one.level >= level);
const connected = () => until(() => slack.connections === 1);

const always = { method: "apps.connections.open", times: 1_000_000 };
const fault = (kind: Fault["kind"], given: Partial<Fault> = {}) => ({
  begin: () => slack.faults.inject({ ...always, kind, ...given }),
  end: () => slack.faults.clear(),
});

/** What a call or a new socket may meet, and how it is over. */
interface Met {
  begin: () => unknown;
  end: () => unknown;
  /** Slack hears of no try. */
  unheard?: boolean;
}

const faults: Record<string, Met> = {
  "a 503": fault("status", { status: 503 }),
  "a reset": fault("drop_before_accept"),
  "a refused connection": {
    begin: () => line.cut(),
    end: () => line.restore(),
    unheard: true,
  },
  "a call that is never answered": fault("slow", { ms: 600_000, accepted: true }),
  "a 429": fault("rate_limited", { retryAfter: 1 }),
  invalid_auth: fault("error", { error: "invalid_auth" }),
  "a socket that is refused": fault("status", { method: "websocket", status: 503 }),
  "a socket that is cut": fault("drop_before_accept", { method: "websocket" }),
  "a socket that is never opened": fault("slow", { method: "websocket" }),
  "a socket that is never greeted": fault("slow", { method: "websocket", accepted: true }),
};

const moments: Record<string, (begin: () => unknown) => Promise<unknown>> = {
  async "at the start"(begin) {
    await begin();
    await start();
  },
  async "when Slack asks for a new connection"(begin) {
    await start();
    await begin();
    slack.refreshSockets();
  },
  async "after the socket was lost"(begin) {
    await start();
    await begin();
    slack.dropSockets();
  },
};

describe.each(Object.entries(moments))("%s", (_moment, reach) => {
  test.each(Object.entries(faults))(
    "%s is outlived, and the bot is connected when it is over",
    async (_name, { begin, end, unheard }) => {
      await reach(begin);
      const before = tries();
      if (!unheard) await until(() => tries() >= before + 2);
      await until(async () => (await ready()).status === 503);
      expect((await ready()).body.slack).toBe("down");
      await end();
      await connected();
      expect(await ready()).toMatchObject({ status: 200, body: { slack: "ok" } });
    },
  );
});

test("a lost connection is a line when it goes and a line when it is back, however many tries lie between", async () => {
  await start();
  slack.faults.inject({ ...always, kind: "status", status: 503 });
  slack.dropSockets();
  await until(() => tries() > 6);
  slack.faults.clear();
  await connected();
  await until(() => lines(30).some(({ msg }) => /is there again/.test(msg)));
  const told = lines(30).filter(({ msg }) => !/bot listens/.test(msg));
  expect(told.map(({ level, msg }) => [level, msg])).toEqual([
    [40, expect.stringMatching(/^There is no Socket Mode connection to Slack/)],
    [30, expect.stringMatching(/is there again$/)],
  ]);
});

test("a connection that Slack asks to renew is not told at all", async () => {
  await start();
  slack.refreshSockets();
  await until(() => tries() > 1);
  await connected();
  expect(lines(40)).toEqual([]);
});

test("a token that Slack refuses is an error that names the variable and what to do", async () => {
  slack.faults.inject({ ...always, kind: "error", error: "invalid_auth" });
  await start();
  expect(lines(50).map(({ msg }) => msg)).toEqual([
    expect.stringMatching(/^Slack refuses SLACK_APP_TOKEN \(invalid_auth\).*connections:write/),
  ]);
  expect((await ready()).body.because).toEqual([expect.stringContaining("SLACK_APP_TOKEN")]);
  expect(t.log.join("")).not.toContain(slack.appToken);
});

test("a bot is ready for a while without a socket, and no longer", async () => {
  await start({ graceMs: 3_000 });
  slack.faults.inject({ ...always, kind: "status", status: 503 });
  slack.dropSockets();
  await until(() => slack.connections === 0);
  expect((await ready()).status).toBe(200);
  await until(async () => (await ready()).status === 503);
  expect((await ready()).body.because).toEqual([expect.stringContaining("no Socket Mode connection")]);
});

test.each([
  ["app_uninstalled", {}, /uninstalled/],
  ["tokens_revoked", { tokens: { oauth: [], bot: ["U0BOT"] } }, /token has been revoked/],
])("%s is told to the operator, in the log and where health is asked for", async (type, event, words) => {
  await start();
  expect(await slack.sendEvent({ type, ...event })).toMatchObject({ delivered: true });
  await until(() => lines(50).some(({ msg }) => words.test(msg)));
  expect(await ready()).toMatchObject({ status: 503, body: { because: [expect.stringMatching(words)] } });
});

test("tokens of people that are revoked are none of the bot's business", async () => {
  await start();
  await slack.sendEvent({ type: "tokens_revoked", tokens: { oauth: ["U0SOMEBODY"] } });
  expect((await ready()).status).toBe(200);
});

test("a bot token that Slack refuses is told, and tried again", async () => {
  slack.faults.inject({ method: "auth.test", kind: "error", error: "account_inactive", times: 1_000 });
  await start();
  // A Slack that takes its time is not waited for.
  await until(() => lines(50).length > 0);
  expect(lines(50).map(({ msg }) => msg)).toEqual([
    expect.stringMatching(/^Slack refuses SLACK_BOT_TOKEN \(account_inactive\)/),
  ]);
  expect((await ready()).status).toBe(503);
  slack.faults.clear();
  await until(async () => (await ready()).status === 200);
});

test("a bot that is told to stop while Slack is away does so at once, and opens nothing any more", async () => {
  slack.faults.inject({ method: "apps.connections.open", kind: "slow", ms: 100, times: 1_000 });
  await start();
  slack.dropSockets();
  await until(() => slack.connections === 0);
  await stop();
  stop = async () => undefined;
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(slack.connections).toBe(0);
});

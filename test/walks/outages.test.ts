import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { acceptInBrowser } from "../../src/sandbox/demo/browser.ts";
import { type Demo, startDemo } from "../../src/sandbox/demo/console-commands.ts";
import { createStage, type Stage } from "../../src/sandbox/demo/stage.ts";
import { findRedisServer } from "../support/requirements.ts";
import { type RedisServer, startRedis } from "../support/redis-server.ts";
import { cloneDatabase, type TestDatabase } from "../support/test-database.ts";

const settings = { LOG_LEVEL: "silent", RETRY_FIRST_SECONDS: "0.2", SWEEP_SECONDS: "0.3" };

describe.skipIf(!findRedisServer())("while Redis is gone", () => {
  let database: TestDatabase;
  let redis: RedisServer;
  let demo: Demo;
  let stage: Stage;

  beforeAll(async () => {
    database = await cloneDatabase();
    redis = await startRedis();
    const stores = { databaseUrl: database.url, redisUrl: redis.url };
    demo = await startDemo({ mode: "socket", ...stores }, settings);
    stage = createStage(demo, () => undefined);
  });
  afterAll(async () => {
    await demo.stop();
    await redis.stop();
    await database.drop();
  });

  test("what is asked is recorded, said so, and runs when Redis is back, though it lost everything", async () => {
    await redis.stop();
    await stage.types("ed", "/cyclr invite patient@acme.example to acme");
    await stage.isTold("ed", /^Recorded: .*it will run when the queue is back\.$/);
    expect(demo.mailbox.mails()).toHaveLength(0);
    const health = await fetch(`${demo.env["PUBLIC_URL"]}/readyz`);
    expect([health.status, await health.json()]).toMatchObject([503, { database: "ok", queue: "down" }]);

    redis = await startRedis({ port: redis.port });
    await stage.sees({}, /Invitation mailed[\s\S]*patient@acme\.example/);
    await stage.getsMail("patient@acme.example", /invited to Acme Ltd/);
    await stage.types("ed", "/cyclr invite next@acme.example to acme");
    await stage.sees({}, /Invitation mailed[\s\S]*next@acme\.example/);
    expect(demo.mailbox.mails()).toHaveLength(2);
  });
});

describe("while Slack and the mail server are in trouble", () => {
  let database: TestDatabase;
  let demo: Demo;
  let stage: Stage;

  beforeAll(async () => {
    database = await cloneDatabase();
    demo = await startDemo({ mode: "http", databaseUrl: database.url }, settings);
    stage = createStage(demo, () => undefined);
  });
  afterAll(async () => {
    await demo.stop();
    await database.drop();
  });

  test("a card that arrived without an answer is found, not posted again", async () => {
    demo.slack.faults.inject({ method: "chat.postMessage", kind: "drop_after_accept" });
    await stage.types("ed", "/cyclr invite dropped@acme.example to acme");
    await stage.sees({}, /Invitation mailed[\s\S]*dropped@acme\.example/);
    expect(demo.slack.messages(demo.channelId)).toHaveLength(1);
  });

  test("5xx, 429 and a mail server that hangs up are waited out", async () => {
    demo.slack.faults.inject({ method: "chat.postMessage", kind: "status", status: 503, times: 2 });
    demo.slack.faults.inject({ method: "chat.update", kind: "rate_limited", retryAfter: 1 });
    demo.mailbox.faults.inject({ stage: "data", kind: "drop" });
    await stage.types("ed", "/cyclr invite storm@acme.example to acme");
    await stage.sees({}, /Invitation mailed[\s\S]*storm@acme\.example/);
    expect(demo.mailbox.mailsTo("storm@acme.example")).toHaveLength(1);
  });

  test("a channel archived after the card sends the next state to the requester directly", async () => {
    const { slack, people } = demo;
    const channelId = slack.addChannel({ name: "old", members: Object.values(people) }).id;
    const text = "invite archived@acme.example to acme-de";
    await slack.runCommand({ userId: people["olivia"] ?? "", channelId, text });
    await stage.sees({ channelId }, /Invitation mailed[\s\S]*archived@acme\.example/);
    const link = await stage.getsMail("archived@acme.example", /invited to Acme Germany/);
    slack.updateChannel(channelId, { isArchived: true });
    const password = "a long enough one";
    const fields = { username: "archie", firstName: "", lastName: "", password, passwordAgain: password };
    expect((await acceptInBrowser(link, fields)).status).toBe(200);
    await stage.sees({ who: "olivia" }, /Invitation accepted[\s\S]*Sent to you directly/);
  });

  test("a channel without the bot sends the card to the requester directly", async () => {
    const { slack, channelId } = demo;
    slack.updateChannel(channelId, { botIsMember: false });
    await stage.types("ed", "/cyclr invite direct@acme.example to acme");
    await stage.sees(
      { who: "ed" },
      /Invitation mailed[\s\S]*direct@acme\.example[\s\S]*Sent to you directly/,
    );
    expect(slack.messages(channelId).filter(({ text }) => text.includes("direct@acme.example"))).toEqual([]);
    slack.updateChannel(channelId, { botIsMember: true });
  });

  test("a trigger that Slack has closed is answered in words, and no form opens", async () => {
    demo.slack.faults.inject({ method: "views.open", kind: "error", error: "expired_trigger_id" });
    await stage.types("ed", "/cyclr invite");
    await stage.isTold("ed", /Send the command again/);
    expect(demo.slack.views(demo.people["ed"] ?? "")).toEqual([]);
  });
});

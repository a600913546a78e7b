import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSwitchboard, type Switchboard } from "../../../src/sandbox/browser/switchboard.ts";
import { inspect } from "../../../src/sandbox/browser/inspect.ts";
import { suggest } from "../../../src/sandbox/browser/suggest.ts";
import { type Demo, startDemo } from "../../../src/sandbox/demo/console-commands.ts";
import { readBlocks } from "../../../src/sandbox/slack/read-message.ts";
import { startRedis } from "../../support/redis-server.ts";
import { findRedisServer } from "../../support/requirements.ts";
import { cloneDatabase } from "../../support/test-database.ts";

describe.skipIf(!findRedisServer())("stores that are taken away", () => {
  let demo: Demo;
  let switchboard: Switchboard;
  const ends: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    const [database, redis] = await Promise.all([cloneDatabase(), startRedis()]);
    demo = await startDemo(
      { mode: "http", databaseUrl: database.url, redisUrl: redis.url, cuttable: true },
      { LOG_LEVEL: "silent", RETRY_FIRST_SECONDS: "0.2" },
    );
    switchboard = createSwitchboard(demo);
    ends.push(
      () => redis.stop(),
      () => database.drop(),
    );
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });

  const invite = (email: string) =>
    demo.slack.runCommand({
      userId: demo.people["ed"] ?? "",
      channelId: demo.channelId,
      text: `invite ${email} to initech`,
    });
  const told = () =>
    demo.slack.ephemerals(demo.people["ed"] ?? "").map(({ blocks = [], text }) => readBlocks(blocks, text));
  const cards = (email: string) =>
    demo.slack
      .messages(demo.channelId)
      .map(({ blocks = [], text }) => readBlocks(blocks, text))
      .filter((text) => text.includes(email));

  test("without Redis a command is recorded, and done once when Redis is back", async () => {
    await switchboard.press("cutRedis");
    expect(switchboard.now().states).toContain("Redis cannot be reached.");
    await invite("ben@initech.example");
    await demo.slack.waitFor(() => told().some((text) => text.includes("ben@initech.example")), {
      what: "an answer to Ed",
    });
    expect(demo.mailbox.mailsTo("ben@initech.example")).toEqual([]);
    await switchboard.press("joinRedis");
    await demo.slack.waitFor(
      () => cards("ben@initech.example").some((text) => text.includes("Invitation mailed")),
      { timeoutMs: 60_000, what: "the card" },
    );
    expect(cards("ben@initech.example")).toHaveLength(1);
    expect(demo.mailbox.mailsTo("ben@initech.example")).toHaveLength(1);
  });

  test("without PostgreSQL a command is refused with the reason, and done once when it is sent again", async () => {
    await switchboard.press("cutPostgreSQL");
    expect(switchboard.now().switches.map(({ name }) => name)).toContain("joinPostgreSQL");
    await invite("mia@initech.example");
    await demo.slack.waitFor(
      () => told().some((text) => text.includes("The database could not be reached")),
      {
        timeoutMs: 60_000,
        what: "the reason",
      },
    );
    // Time passes in the database.
    expect(switchboard.now().switches.map(({ name }) => name)).not.toContain("day");
    expect(await suggest(demo.app, "/cyclr invite x@initech.example to ")).toEqual([]);
    expect(await inspect(demo.slack, demo.app)).not.toHaveProperty("requests");
    await switchboard.press("joinPostgreSQL");
    await invite("mia@initech.example");
    await demo.slack.waitFor(
      () => cards("mia@initech.example").some((text) => text.includes("Invitation mailed")),
      { timeoutMs: 60_000, what: "the card" },
    );
    expect(cards("mia@initech.example")).toHaveLength(1);
    expect(demo.mailbox.mailsTo("mia@initech.example")).toHaveLength(1);
  });

  test("a switch that is not offered does nothing", async () => {
    await expect(switchboard.press("joinRedis")).rejects.toThrow("There is no such switch now.");
  });

  test("the demo ends while both are away", async () => {
    await switchboard.press("cutRedis");
    await switchboard.press("cutPostgreSQL");
    await expect(demo.stop()).resolves.toBeUndefined();
  });
});

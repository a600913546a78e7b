import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "../../src/core/open-database.ts";
import { readDatabaseConfig } from "../../src/core/config.ts";
import type { Database } from "../../src/core/kernel/database.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/start-sandbox.ts";
import type { Fault } from "../../src/sandbox/slack/server/faults.ts";
import { until } from "../support/until.ts";
import { startRedis } from "../support/redis-server.ts";
import { type Part, spawnPart } from "../support/spawn-part.ts";
import { cloneDatabase } from "../support/test-database.ts";
import { stores } from "../support/walk.ts";

describe.each(stores())("a worker killed between mail and card, on %s", (store) => {
  const ends: (() => Promise<unknown>)[] = [];
  let sandbox: Sandbox;
  let db: Database;
  let bot: Part;
  let worker: Part;

  beforeAll(async () => {
    const database = await cloneDatabase();
    const redis = store === "Redis" ? await startRedis() : undefined;
    sandbox = await startSandbox({
      mode: "socket",
      databaseUrl: database.url,
      ...(redis && { redisUrl: redis.url }),
    });
    Object.assign(sandbox.env, { JOB_LOCK_SECONDS: "1", SWEEP_SECONDS: "0.5", RETRY_FIRST_SECONDS: "0.2" });
    db = await openDatabase(readDatabaseConfig(sandbox.env));
    [bot, worker] = await Promise.all([spawnPart("bot", sandbox.env), spawnPart("worker", sandbox.env)]);
    ends.push(
      () => bot.kill("SIGTERM"),
      () => worker.kill("SIGTERM"),
      () => db.$disconnect(),
      () => sandbox.stop(),
    );
    if (redis) ends.push(() => redis.stop());
    ends.push(() => database.drop());
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });

  // First the card does not arrive; then it arrives, but nobody hears of it.
  test.each<[string, Pick<Fault, "kind" | "accepted" | "status">]>([
    ["lost@acme.example", { kind: "status", status: 503 }],
    ["heard@acme.example", { kind: "slow", accepted: true }],
  ])("leaves one invitation, one mail and one card: %s", async (email, fault) => {
    const { slack, people, channelId, mailbox } = sandbox;
    const before = slack.messages(channelId).length;
    slack.faults.inject({ method: /^chat\.(postMessage|update)$/, ms: 4_000, times: 99, ...fault });
    await slack.runCommand({ userId: people["ed"] ?? "", channelId, text: `invite ${email} to acme` });
    await until(() =>
      db.request.findFirst({ where: { status: "done", input: { path: ["email"], equals: email } } }),
    );
    await worker.kill("SIGKILL");
    slack.faults.clear();

    worker = await spawnPart("worker", sandbox.env);
    const cards = () => slack.messages(channelId).slice(before);
    await slack.waitFor(() => cards().some(({ text }) => text.startsWith("Invitation mailed")), {
      timeoutMs: 60_000,
      what: `the card of ${email}`,
    });
    await until(async () => (await db.chatMessage.count({ where: { leasedUntil: { not: null } } })) === 0);
    expect(cards()).toHaveLength(1);
    expect(mailbox.mailsTo(email)).toHaveLength(1);
    expect(await db.invitation.count({ where: { emailKey: email } })).toBe(1);
  });

  test("stops gracefully on SIGTERM, with code 0", async () => {
    expect(await worker.kill("SIGTERM")).toBe(0);
    expect(await bot.kill("SIGTERM")).toBe(0);
  });
});

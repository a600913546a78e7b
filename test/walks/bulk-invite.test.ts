import { readFile } from "node:fs/promises";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../src/core/app.ts";
import { readConfig } from "../../src/core/config.ts";
import type { App } from "../../src/core/context.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { type Part, spawnPart } from "../support/spawn-part.ts";
import { startRedis } from "../support/redis-server.ts";
import { cloneDatabase } from "../support/test-database.ts";
import { until } from "../support/until.ts";
import { stores } from "../support/walk.ts";

/** As many as there are to be: `BULK_ADDRESSES=1000` is the measurement, and so is 10000. */
const size = Number(process.env["BULK_ADDRESSES"] ?? 60);
const bad = size / 20;
const patience = { timeout: Math.max(120_000, size * 200) };

describe.each(stores())(`${size} addresses in a file, and a worker killed twice, on %s`, (store) => {
  const ends: (() => Promise<unknown>)[] = [];
  const memory: string[] = [];
  let sandbox: Sandbox;
  let app: App;
  let bot: Part;
  let worker: Part;

  beforeAll(async () => {
    const database = await cloneDatabase();
    const redis = store === "Redis" ? await startRedis() : undefined;
    const options = { mode: "socket", databaseUrl: database.url } as const;
    sandbox = await startSandbox({ ...options, ...(redis && { redisUrl: redis.url }) });
    Object.assign(sandbox.env, { JOB_LOCK_SECONDS: "1", SWEEP_SECONDS: "0.5", RETRY_FIRST_SECONDS: "0.2" });
    app = createApp(readConfig(sandbox.env));
    [bot, worker] = await Promise.all([spawnPart("bot", sandbox.env), spawnPart("worker", sandbox.env)]);
    ends.push(
      () => bot.kill("SIGTERM"),
      () => worker.kill("SIGTERM"),
      () => app.close(),
      () => sandbox.stop(),
    );
    if (redis) ends.push(() => redis.stop());
    ends.push(() => database.drop());
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });

  const finished = (requestId: string) =>
    app.db.requestItem.count({ where: { requestId, finishedAt: { not: null } } });
  const reach = (requestId: string, count: number) =>
    until(async () => (await finished(requestId)) >= count, patience.timeout);

  /** Of the worker, in MB, noted with what it was doing. */
  async function resident(when: string): Promise<number> {
    const status = await readFile(`/proc/${worker.process.pid}/status`, "utf8");
    const megabytes = Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
    memory.push(`${when} ${megabytes} MB`);
    return megabytes;
  }

  /** The list as somebody sends it in the form. */
  async function send(csv: string): Promise<string> {
    const { slack, people, channelId } = sandbox;
    const userId = people["ed"] ?? "";
    const file = slack.upload({ userId, name: "people.csv", content: csv });
    await slack.runCommand({ userId, channelId, text: "invite" });
    const isOpen = () => slack.views(userId).find(({ callback_id: name }) => name === "invite");
    const view = await slack.waitFor(isOpen, { timeoutMs: 30_000, what: "the form" });
    const values = { accountId: "Acme Ltd (acme)", file: [file.id] };
    const sent = await slack.submitView({ userId, viewId: view.id, values });
    expect(["closed", "updated", "cleared"]).toContain(sent.result);
    const { id } = await until(() => app.db.request.findFirst({ where: { kind: "invite-users" } }));
    return id;
  }

  test(
    "an invitation and a mail for each that is one, one card, a reason for each other",
    patience,
    async () => {
      const { db } = app;
      const { mailbox, slack, channelId } = sandbox;
      const refused = { stage: "recipient", kind: "refuse", code: 550, times: 100_000 } as const;
      mailbox.faults.inject({ ...refused, recipient: /^refused/ });
      // So slow that the worker is killed on the way, and not at the end.
      const slow = { stage: "data", kind: "slow", ms: 40, times: 60 } as const;
      mailbox.faults.inject({ ...slow, recipient: /^person/ });
      const addresses = Array.from({ length: size }, (_, index) => {
        if (index % 40 === 7) return `broken ${index}`;
        return index % 40 === 23 ? `refused${index}@bulk.example` : `person${index}@bulk.example`;
      });
      const atRest = await resident("at rest");

      const began = Date.now();
      const requestId = await send(["E-mail,Level", ...addresses.map((one) => `${one},access`)].join("\r\n"));
      for (const share of [0.15, 0.4]) {
        await reach(requestId, Math.round(size * share));
        expect(await finished(requestId)).toBeLessThan(size);
        await resident(`killed after ${await finished(requestId)} items at`);
        await worker.kill("SIGKILL");
        worker = await spawnPart("worker", sandbox.env);
      }
      await reach(requestId, Math.round(size * 0.5));
      const middle = await resident("the last one in the middle");
      await until(() => db.request.findFirst({ where: { id: requestId, status: "done" } }), patience.timeout);
      const end = await resident("at its end");
      const seconds = Math.round((Date.now() - began) / 1000);

      const mails = mailbox.mails().filter(({ to }) => to.some((one) => one.endsWith("@bulk.example")));
      const messages = new Set(mails.map(({ messageId }) => messageId));
      process.stderr.write(
        `${store}: ${seconds} s, ${mails.length} mails, RSS of the worker: ${memory.join(", ")}\n`,
      );
      const link = { handedOverAt: { not: null }, tokenSealed: null };
      const sent = { requestId, revokedAt: null, link };
      expect(await db.invitation.count({ where: sent })).toBe(size - bad);
      expect(await db.invitation.count({ where: { requestId, revokedAt: null } })).toBe(size - bad);
      expect(messages.size).toBe(size - bad);
      expect(new Set(mails.flatMap(({ to }) => to)).size).toBe(size - bad);
      // A mail that was handed over and not yet recorded when the worker died goes out again, as the same mail.
      expect(mails.length - messages.size).toBeLessThanOrEqual(4);
      const failed = await db.requestItem.findMany({ where: { requestId, outcome: "failed" } });
      expect(failed).toHaveLength(bad);
      const reasons = (words: string) => failed.filter(({ trouble }) => trouble?.includes(words)).length;
      const broken = addresses.filter((one) => one.startsWith("broken")).length;
      expect(reasons("not an e-mail address")).toBe(broken);
      expect(reasons("refuses this address (550)")).toBe(bad - broken);

      const [all, done] = [size, size - bad].map((count) => count.toLocaleString("en"));
      await slack.waitFor(
        () => slack.messages(channelId)[0]?.text.startsWith(`${all} addresses: ${done} done, ${bad} failed`),
        {
          timeoutMs: 60_000,
          what: "the card at its end",
        },
      );
      expect(slack.messages(channelId)).toHaveLength(1);
      expect(slack.messages(channelId)[0]?.text).toMatch(
        new RegExp(`██████████ ${all} of ${all}.*Invited: ${done}.*Failed: ${bad}`),
      );
      expect(end).toBeLessThan(Math.max(atRest * 2, middle + 60));
    },
  );
});

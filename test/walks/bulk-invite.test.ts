import { readFile } from "node:fs/promises";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../src/core/app.ts";
import { readConfig } from "../../src/core/config.ts";
import { consoleUserActor } from "../../src/core/console-users/console-user-actor.ts";
import type { App } from "../../src/core/context.ts";
import { inviteMany } from "../../src/core/invitations/invite-many.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { type Part, spawnPart } from "../support/spawn-part.ts";
import { startRedis } from "../support/redis-server.ts";
import { cloneDatabase } from "../support/test-database.ts";
import { until } from "../support/until.ts";
import { stores } from "../support/walk.ts";

const patience = { timeout: 120_000 };

describe.each(stores())("a thousand addresses, and a worker killed twice, on %s", (store) => {
  const ends: (() => Promise<unknown>)[] = [];
  const memory: string[] = [];
  let sandbox: Sandbox;
  let app: App;
  let worker: Part;

  beforeAll(async () => {
    const database = await cloneDatabase();
    const redis = store === "Redis" ? await startRedis() : undefined;
    const options = { mode: "socket", databaseUrl: database.url } as const;
    sandbox = await startSandbox({ ...options, ...(redis && { redisUrl: redis.url }) });
    Object.assign(sandbox.env, { JOB_LOCK_SECONDS: "1", SWEEP_SECONDS: "0.5", RETRY_FIRST_SECONDS: "0.2" });
    app = createApp(readConfig(sandbox.env));
    worker = await spawnPart("worker", sandbox.env);
    ends.push(
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
    until(async () => (await finished(requestId)) >= count, 60_000);

  /** Of the worker, in MB, noted with what it was doing. */
  async function resident(when: string): Promise<number> {
    const status = await readFile(`/proc/${worker.process.pid}/status`, "utf8");
    const megabytes = Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
    memory.push(`${when} ${megabytes} MB`);
    return megabytes;
  }

  test("950 invitations, 950 mails, one card, 50 reasons; memory stays flat", patience, async () => {
    const { db } = app;
    const { mailbox, slack, channelId } = sandbox;
    const refused = { stage: "recipient", kind: "refuse", code: 550, times: 10_000 } as const;
    mailbox.faults.inject({ ...refused, recipient: /^refused/ });
    const ed = await db.consoleUser.findUniqueOrThrow({ where: { emailKey: "ed@northwind.example" } });
    const account = await db.account.findUniqueOrThrow({ where: { apiIdKey: "acme" } });
    const addresses = Array.from({ length: 1000 }, (_, index) => {
      if (index % 40 === 7) return `broken ${index}`;
      return index % 40 === 23 ? `refused${index}@bulk.example` : `person${index}@bulk.example`;
    }).join("\n");
    const atRest = await resident("at rest");

    const began = Date.now();
    const { requestId } = await inviteMany(
      { ...app, actor: consoleUserActor(ed, "slack") },
      { accountId: account.id, asAdministrator: false, addresses },
      { channelId, chatUserId: sandbox.people["ed"] ?? "", sourceKey: "bulk-walk" },
    );
    for (const count of [150, 400]) {
      await reach(requestId, count);
      await resident(`killed after ${await finished(requestId)} items at`);
      await worker.kill("SIGKILL");
      worker = await spawnPart("worker", sandbox.env);
    }
    const before = await finished(requestId);
    await reach(requestId, before + 50);
    await resident("the last one after 50 items");
    await reach(requestId, before + 300);
    const middle = await resident("after 300");
    await until(() => db.request.findFirst({ where: { id: requestId, status: "done" } }), 60_000);
    const end = await resident("at its end");
    const seconds = Math.round((Date.now() - began) / 1000);

    const mails = mailbox.mails().filter(({ to }) => to.some((one) => one.endsWith("@bulk.example")));
    const messages = new Set(mails.map(({ messageId }) => messageId));
    process.stderr.write(
      `${store}: ${seconds} s, ${mails.length} mails, RSS of the worker: ${memory.join(", ")}\n`,
    );
    const sent = { requestId, revokedAt: null, mailHandedOverAt: { not: null }, tokenSealed: null };
    expect(await db.invitation.count({ where: sent })).toBe(950);
    expect(await db.invitation.count({ where: { requestId, revokedAt: null } })).toBe(950);
    expect(messages.size).toBe(950);
    expect(new Set(mails.flatMap(({ to }) => to)).size).toBe(950);
    // A mail that was handed over and not yet recorded when the worker died goes out again, as the same mail.
    expect(mails.length - messages.size).toBeLessThanOrEqual(4);
    const failed = await db.requestItem.findMany({ where: { requestId, outcome: "failed" } });
    expect(failed).toHaveLength(50);
    expect(failed.filter(({ trouble }) => trouble?.includes("refuses the mail for good (550)"))).toHaveLength(
      25,
    );
    expect(failed.filter(({ trouble }) => trouble?.includes("not an e-mail address"))).toHaveLength(25);

    await slack.waitFor(
      () => slack.messages(channelId)[0]?.text.startsWith("1,000 addresses: 950 done, 50 failed"),
      {
        timeoutMs: 60_000,
        what: "the card at its end",
      },
    );
    expect(slack.messages(channelId)).toHaveLength(1);
    expect(slack.messages(channelId)[0]?.text).toMatch(/██████████ 1,000 of 1,000.*Invited: 950.*Failed: 50/);
    expect(end).toBeLessThan(Math.max(atRest * 2, middle + 60));
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadDashboard } from "../../src/core/reports/load-dashboard.ts";
import { weeklyCounts } from "../../src/core/reports/weekly-counts.ts";
import type { App, ConsoleUserActor } from "../../src/core/context.ts";
import { sealAudit } from "../../src/core/audit/seal-audit.ts";
import { verifyAudit } from "../../src/core/audit/verify-audit.ts";
import { readDatabaseConfig } from "../../src/core/config.ts";
import { openDatabase } from "../../src/core/open-database.ts";
import { minutes } from "../../src/core/kernel/time/clock.ts";
import { grantEndsInMinutes } from "../../src/sandbox/company/today.ts";
import { readBlocks } from "../../src/sandbox/slack/read-message.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { cloneDatabase } from "../support/test-database.ts";

describe("the living company", () => {
  let sandbox: Sandbox;
  let db: App["db"];
  let made: Date;
  let ready: Date;
  /** The moment up to which it was made. */
  let now: Date;
  let end: () => Promise<void>;

  beforeAll(async () => {
    const database = await cloneDatabase();
    made = new Date();
    sandbox = await startSandbox({ mode: "http", databaseUrl: database.url, company: "living" });
    ready = new Date();
    db = await openDatabase(readDatabaseConfig({ DATABASE_URL: database.url }));
    end = async () => {
      await db.$disconnect();
      await sandbox.stop();
      await database.drop();
    };
  });
  afterAll(() => end());

  test("has 13 Accounts, some under others, and 60 people, some of them Administrators", async () => {
    expect([
      await db.account.count(),
      await db.account.count({ where: { parentId: { not: null } } }),
    ]).toEqual([13, 3]);
    expect(await db.user.count({ where: { apiUserOfId: null } })).toBe(60);
    const now = new Date();
    const lasting = { startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] };
    expect(await db.membership.count({ where: { grants: { some: lasting } } })).toBeGreaterThan(12);
  });

  test("has left one failed request, two that wait for approval, and one grant that ends in 20 minutes", async () => {
    const undone = await db.request.groupBy({
      by: ["status"],
      _count: true,
      where: { status: { not: "done" } },
    });
    const counts = Object.fromEntries(undone.map(({ status, _count }) => [status, _count]));
    expect(counts).toEqual({ failed: 1, awaitingApproval: 2, denied: 1, cancelled: 1, expired: 1 });
    const [grant, ...others] = await db.administratorGrant.findMany({ where: { endsAt: { gt: made } } });
    expect(others).toEqual([]);
    now = new Date((grant?.endsAt?.getTime() ?? 0) - minutes(grantEndsInMinutes));
    expect([made < now, now < ready]).toEqual([true, true]);
  });

  test("was made at the times that it tells of, by what it tells of", async () => {
    for (const [table, column] of [
      ["Account", "createdAt"],
      ["User", "updatedAt"],
      ["Membership", "createdAt"],
      ["Invitation", "createdAt"],
      ["Request", "createdAt"],
      ["ChatMessage", "postedAt"],
      ["Cycle", "updatedAt"],
      ["CycleEvent", "createdAt"],
      ["Deployment", "createdAt"],
      ["AuditEvent", "at"],
    ]) {
      const [row] = await db.$queryRawUnsafe<{ late: number; all: number }[]>(
        `SELECT count(*) FILTER (WHERE "${column}" > $1)::int AS "late", count(*)::int AS "all" FROM "${table}"`,
        now,
      );
      expect([table, row?.late, (row?.all ?? 0) > 9]).toEqual([table, 0, true]);
    }
    const [wrong] = await db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int FROM "AuditEvent" later JOIN "AuditEvent" earlier ON earlier."id" < later."id" AND earlier."at" > later."at"`;
    expect(wrong).toEqual({ count: 0 });
    await sealAudit(db);
    expect((await verifyAudit(db)).broken).toBeUndefined();
  });

  test("has every kind of end in its eight weeks", async () => {
    const invitation = { acceptedAt: null, revokedAt: null } as const;
    expect(await db.invitation.count({ where: { acceptedAt: { not: null } } })).toBeGreaterThan(50);
    expect(await db.invitation.count({ where: { ...invitation, expiredAt: { not: null } } })).toBeGreaterThan(
      3,
    );
    expect(await db.administratorGrant.count({ where: { endedAt: { not: null }, endedBy: null } })).toBe(5);
    expect(await db.cycle.groupBy({ by: ["status"], orderBy: { status: "asc" } })).toEqual([
      { status: "Active" },
      { status: "Paused" },
    ]);
    const users = await weeklyCounts({ db, clock: () => new Date() }, "users");
    expect(users.filter((count) => count > 0).length).toBeGreaterThan(5);
    const actor = { kind: "console-user" } as ConsoleUserActor;
    const dashboard = await loadDashboard({ db, clock: () => new Date(), actor } as never);
    expect(dashboard.deployments.count.number).toBe(10);
    expect(dashboard.requests.waiting.number).toBe(2);
  });

  test("is told in the channel, message after message, with the mails of the last days alone", () => {
    const messages = sandbox.slack.messages(sandbox.channelId);
    const times = messages.map(({ ts }) => Number(ts));
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(times.at(-1)).toBeLessThanOrEqual(now.getTime() / 1000);
    const read = messages.map(({ blocks = [], text }) => readBlocks(blocks, text));
    expect(read.filter((text) => /This needs approval/.test(text) && /\[Approve\]/.test(text))).toHaveLength(
      2,
    );
    expect(read.filter((text) => text.includes("Queued"))).toEqual([]);
    expect(sandbox.mailbox.mails().length).toBeGreaterThan(1);
    expect(sandbox.mailbox.mails().length).toBeLessThan(20);
    expect(sandbox.slack.limits.messagesPerSecond).toBe(true);
  });
});

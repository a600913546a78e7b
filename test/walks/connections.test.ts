import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectionShortage } from "../../src/core/connection-budget.ts";
import { createDatabase } from "../../src/core/adapters/postgres-pool.ts";
import { type Demo, startDemo } from "../../src/sandbox/demo/console-commands.ts";
import { cloneDatabase, type TestDatabase } from "../support/test-database.ts";
import { until } from "../support/until.ts";
import { withoutApprovals } from "../support/walk.ts";

const burst = 20;

describe("bot, worker and web in one process, with the queue in PostgreSQL", () => {
  const role = `app_${randomBytes(6).toString("hex")}`;
  let database: TestDatabase;
  let admin: Client;
  let url: string;
  let demo: Demo;

  beforeAll(async () => {
    database = await cloneDatabase();
    admin = new Client({ connectionString: database.url });
    await admin.connect();
    // Limits bind neither superusers nor the administrator of the tests.
    await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'app'; GRANT postgres TO ${role}`);
    const own = new URL(database.url);
    [own.username, own.password] = [role, "app"];
    url = own.href;
    demo = await startDemo(
      { mode: "http", databaseUrl: url },
      {
        LOG_LEVEL: "silent",
        APPROVAL_POLICY: withoutApprovals,
        SWEEP_SECONDS: "1",
        SLACK_UPDATES_PER_MINUTE: "100000",
      },
    );
    demo.slack.limits.tiers = false;
  });
  afterAll(async () => {
    await demo.stop();
    await admin.end();
    await database.drop();
  });

  const sessions = async (): Promise<number> => {
    const sql = "SELECT count(*)::int AS n FROM pg_stat_activity WHERE usename = $1";
    return (await admin.query<{ n: number }>(sql, [role])).rows[0]?.n ?? 0;
  };

  /** Invitations, each in a channel of its own; resolves with what was said to their sender alone. */
  async function invitations(name: string): Promise<string[]> {
    const { slack, people, mailbox } = demo;
    const ed = people["ed"] ?? "";
    const channels = Array.from({ length: burst }, (_, index) =>
      slack.addChannel({ name: `${name}${index}`, members: Object.values(people) }),
    );
    await Promise.all(
      channels.map(({ id }, index) =>
        slack.runCommand({ userId: ed, channelId: id, text: `invite ${name}${index}@acme.example to acme` }),
      ),
    );
    const mailed = ({ id }: { id: string }) =>
      slack.messages(id).some(({ text }) => text.startsWith("Invitation mailed"));
    await until(() => channels.every(mailed), 45_000);
    expect(mailbox.mails().filter(({ to }) => String(to).includes(name))).toHaveLength(burst);
    const ids = new Set(channels.map(({ id }) => id));
    return slack
      .ephemerals(ed)
      .filter(({ channel }) => ids.has(channel))
      .map(({ text }) => text);
  }

  test("hold ten connections at most, however many commands come in", { timeout: 60_000 }, async () => {
    let most = 0;
    const over = new AbortController();
    const watching = (async () => {
      while (!over.signal.aborted) {
        most = Math.max(most, await sessions());
        await sleep(5);
      }
    })();
    await invitations("many");
    over.abort();
    await watching;
    expect(most).toBeGreaterThan(3);
    expect(most).toBeLessThanOrEqual(10);
  });

  test(
    "lose no command while PostgreSQL has no connection left, and tell nobody that it is our side",
    { timeout: 90_000 },
    async () => {
      await admin.query(`ALTER ROLE ${role} CONNECTION LIMIT 0`);
      await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1", [role]);
      const said = invitations("scarce");
      await sleep(3_000);
      await admin.query(`ALTER ROLE ${role} CONNECTION LIMIT 20`);
      const words = await said;
      expect(words.filter((text) => /our side|administrator/u.test(text))).toEqual([]);
    },
  );

  test("are warned of where the server, the database or the role has too few for one more", async () => {
    await admin.query(`ALTER ROLE ${role} CONNECTION LIMIT 20`);
    const db = createDatabase(url, 1);
    try {
      expect(await connectionShortage(db, 5)).toBeUndefined();
      expect(await connectionShortage(db, 30)).toMatch(
        /^The role takes 20 connections and has \d+ in use; this process may need 30\. Raise its connection limit/u,
      );
      expect(await connectionShortage(db, 1000)).toMatch(
        /^PostgreSQL takes 400 connections, keeps 3 of them for administrators and has \d+ in use; this process may need 1000\. Raise max_connections/u,
      );
      await admin.query(`ALTER DATABASE ${new URL(url).pathname.slice(1)} CONNECTION LIMIT 15`);
      expect(await connectionShortage(db, 15)).toMatch(/^The database takes 15 connections and has/u);
    } finally {
      await db.$disconnect();
    }
  });
});

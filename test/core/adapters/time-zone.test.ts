import { randomBytes } from "node:crypto";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, connect, type Server } from "node:net";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { pino } from "pino";
import { Client } from "pg";
import { afterEach, describe, expect, test } from "vitest";
import { createQueue } from "../../../src/core/adapters/bullmq-queue.ts";
import { applyMigrations } from "../../../src/core/adapters/migrations.ts";
import { createDatabase } from "../../../src/core/adapters/postgres-pool.ts";
import { openDatabase } from "../../../src/core/open-database.ts";
import { cloneDatabase } from "../../support/test-database.ts";
import { until } from "../../support/until.ts";

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

/** The address of a migrated database whose sessions start in this zone, as the database or the role has it. */
async function databaseIn(zone: string, by: "database" | "role" = "database"): Promise<string> {
  const database = await cloneDatabase();
  const { url } = database;
  ends.push(() => database.drop());
  const name = new URL(url).pathname.slice(1);
  if (by === "database") {
    await run(url, `ALTER DATABASE ${name} SET timezone TO '${zone}'`);
    return url;
  }
  const role = `zoned_${randomBytes(6).toString("hex")}`;
  await run(
    url,
    `CREATE ROLE ${role} SUPERUSER LOGIN PASSWORD 'zoned'; ALTER ROLE ${role} SET timezone TO '${zone}'`,
  );
  ends.push(() => run(url, `DROP ROLE ${role}`));
  const own = new URL(url);
  [own.username, own.password] = [role, "zoned"];
  return own.href;
}

async function run(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows ?? [];
  } finally {
    await client.end();
  }
}

/** Before, in and after the hours that local clocks skip or show twice. */
const moments = [
  "2026-03-08T06:59:59.999Z",
  "2026-03-08T07:30:00.000Z",
  "2026-03-29T00:59:59.000Z",
  "2026-03-29T01:30:00.000Z",
  "2026-10-25T00:30:00.000Z",
  "2026-10-25T01:30:00.000Z",
  "2026-11-01T05:30:00.000Z",
  "2026-11-01T06:30:00.000Z",
  "2026-12-31T23:59:59.123Z",
].map((text) => new Date(text));

describe.each(["Europe/Berlin", "America/New_York", "Asia/Kathmandu"])("a database in %s", (zone) => {
  test.each(["database", "role"] as const)(
    "keeps every moment as it was given, where its %s says so",
    async (by) => {
      const url = await databaseIn(zone, by);
      expect(await run(url, "SHOW timezone")).toEqual([{ TimeZone: zone }]);
      const db = createDatabase(url, 2);
      ends.push(() => db.$disconnect());
      await db.partner.create({ data: { id: 1, name: "Northwind" } });
      for (const moment of moments) {
        const account = await db.account.create({
          data: {
            name: "A",
            nameKey: "a",
            apiId: moment.toISOString(),
            apiIdKey: moment.toISOString(),
            createdAt: moment,
          },
        });
        expect(account.createdAt).toEqual(moment);
        const [raw] = await db.$queryRaw<{ seconds: number; same: boolean }[]>`
        SELECT extract(epoch FROM "createdAt")::float8 AS "seconds", "createdAt" = ${moment} AS "same"
        FROM "Account" WHERE "id" = ${account.id}::uuid`;
        expect(raw).toEqual({ seconds: moment.getTime() / 1000, same: true });
        const inTransaction = await db.$transaction((tx) =>
          tx.account.findFirst({ where: { id: account.id, createdAt: { gte: moment, lte: moment } } }),
        );
        expect(inTransaction?.createdAt).toEqual(moment);
      }
      const [now] = await db.$queryRaw<{ now: Date }[]>`SELECT now() AS "now"`;
      expect(Math.abs(Number(now?.now) - Date.now())).toBeLessThan(60_000);
    },
  );
});

test("the queue's sessions and the migrations' are in UTC as well, whatever the database says", async () => {
  const url = await databaseIn("America/New_York");
  await run(
    url,
    `CREATE TABLE public.zones (zone text);
     CREATE FUNCTION public.note_zone() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN INSERT INTO public.zones VALUES (current_setting('TimeZone')); RETURN NULL; END $$;
     DO $$ DECLARE one record; BEGIN
       FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'bullmq' LOOP
         EXECUTE format('CREATE TRIGGER zoned AFTER INSERT OR UPDATE OR DELETE ON bullmq.%I
           FOR EACH ROW EXECUTE FUNCTION public.note_zone()', one.tablename);
       END LOOP; END $$`,
  );
  const queue = createQueue({ databaseUrl: url }, pino({ level: "silent" }));
  ends.push(() => queue.close());
  await queue.add([{ lane: "requests", name: "unknown", payload: {} }]);
  const failed: string[] = [];
  const working = await queue.work({
    jobs: [],
    concurrency: 1,
    lockMs: 5_000,
    run: async () => undefined,
    failed: (name) => void failed.push(name),
    troubled: () => undefined,
  });
  await until(() => failed.length > 0);
  await working.close();
  expect(await run(url, "SELECT DISTINCT zone FROM zones")).toEqual([{ zone: "UTC" }]);

  const root = await mkdtemp(path.join(os.tmpdir(), "zone-"));
  ends.push(() => rm(root, { recursive: true }));
  await cp(path.resolve(import.meta.dirname, "../../../prisma"), path.join(root, "prisma"), {
    recursive: true,
  });
  const folder = path.join(root, "prisma", "migrations", "99990101120000_zone");
  await mkdir(folder);
  const sql = "CREATE TABLE zone_of_migration AS SELECT current_setting('TimeZone') AS zone;";
  await writeFile(path.join(folder, "migration.sql"), sql);
  await applyMigrations(url, { root });
  expect(await run(url, "SELECT zone FROM zone_of_migration")).toEqual([{ zone: "UTC" }]);
});

test("a way to the database on which UTC does not take is refused, and named", async () => {
  const url = await databaseIn("Europe/Berlin");
  // A pooler that sets what it likes.
  const bent = new URL(url);
  bent.host = `127.0.0.1:${await bendZone(Number(bent.port))}`;
  await expect(openDatabase({ databaseUrl: bent.href, redisUrl: undefined })).rejects.toThrow(
    /keeps the time zone EST for a session that asked for UTC: every time would be wrong/,
  );
  const db = await openDatabase({ databaseUrl: url, redisUrl: undefined });
  await db.$disconnect();
});

/** Stands before the server and asks it for EST where UTC is asked for. */
async function bendZone(target: number): Promise<number> {
  const server: Server = createServer((client) => {
    const upstream = connect(target, "127.0.0.1");
    for (const one of [client, upstream]) one.on("error", () => undefined);
    client.on("data", (bytes) =>
      upstream.write(bytes.toString("latin1").replaceAll("'UTC'", "'EST'"), "latin1"),
    );
    client.once("close", () => upstream.destroy());
    upstream.pipe(client);
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  ends.push(async () => server.close());
  return (server.address() as AddressInfo).port;
}

test("a server whose role may not make the audit durable is refused at the start, with what to grant", async () => {
  const url = await databaseIn("UTC");
  const role = `plain_${randomBytes(6).toString("hex")}`;
  const [found] = (await run(
    url,
    `SELECT oid::regprocedure::text AS "name" FROM pg_proc
     WHERE proname = 'pg_logical_emit_message' AND proargtypes[2] = 'text'::regtype`,
  )) as { name: string }[];
  const name = found?.name ?? "";
  await run(url, `CREATE ROLE ${role} LOGIN PASSWORD 'plain'; GRANT SELECT ON _prisma_migrations TO ${role}`);
  ends.push(() => run(url, `DROP OWNED BY ${role}; DROP ROLE ${role}`));
  await run(url, `REVOKE EXECUTE ON FUNCTION ${name} FROM PUBLIC`);
  const own = new URL(url);
  [own.username, own.password] = [role, "plain"];
  await expect(openDatabase({ databaseUrl: own.href, redisUrl: undefined })).rejects.toThrow(
    `GRANT EXECUTE ON FUNCTION ${name} to it`,
  );
});

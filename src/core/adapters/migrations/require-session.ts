import { Client, DatabaseError } from "pg";
import { SetupError } from "../../kernel/setup-error.ts";
import { within } from "../postgres-pool.ts";
import { connectWhenReady, describeTarget } from "./connect-when-ready.ts";
import { existsSync } from "node:fs";
import path from "node:path";
import type { MigrationList } from "@prisma/schema-engine-wasm";
import { readdir, readFile } from "node:fs/promises";

const rounds = 3;
const answerWithinMs = 10_000;

/**
 * Refuses what cannot keep a session, by name: a pooler that gives each transaction another connection of the server loses
 * advisory locks, prepared statements, LISTEN and settings, and hands them to others. And times that would not be UTC, and a
 * role that may not flush the log.
 */
export async function requireSession(session: Client, databaseUrl: string): Promise<void> {
  const target = describeTarget(databaseUrl);
  const other = await secondSession(databaseUrl, target);
  try {
    const [first, second] = [await ask(session, ownServer), await ask(other, ownServer)];
    if (first === second) throw await poolingRefused(other, target);
    for (let round = 0; round < rounds; round += 1) {
      const [mine, others] = await serversInTurn(session, other);
      if (mine !== first || others !== second) throw await poolingRefused(other, target);
    }
    const zone = await ask(session, "SHOW timezone");
    if (zone !== "UTC")
      throw new SetupError(
        `${target} keeps the time zone ${zone} for a session that asked for UTC: every time would be wrong. ` +
          "If a pooler is in between, have it pass SET on, or connect past it.",
      );
    const refused = await ask(session, flushRefused);
    if (!refused) return;
    throw new SetupError(
      `${target} does not let this role make durable what is audited. GRANT EXECUTE ON FUNCTION ${refused} to it.`,
    );
  } finally {
    await other.end().catch(() => undefined);
  }
}

async function secondSession(databaseUrl: string, target: string): Promise<Client> {
  try {
    return await connectWhenReady(databaseUrl, answerWithinMs);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown error";
    if (!/query read timeout|query_wait_timeout/iu.test(reason)) throw error;
    throw new SetupError(
      `${target} gave no second session within ${answerWithinMs / 1000} seconds. If PgBouncer is in between, ` +
        "its default_pool_size must be at least DATABASE_CONNECTIONS for each process.",
      { cause: error },
    );
  }
}

/** The server process of each session, the first one's while the other is in a transaction. */
async function serversInTurn(session: Client, other: Client) {
  if (!(await begins(other))) return [];
  const others = await ask(other, ownServer);
  const mine = await ask(session, ownServer);
  await other.query(within(answerWithinMs, "ROLLBACK"));
  return [mine, others];
}

/** Where a pooler gives each statement another connection there are no transactions. */
async function begins(session: Client): Promise<boolean> {
  try {
    await session.query(within(answerWithinMs, "BEGIN"));
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.includes("statement pooling")) return false;
    throw error;
  }
}

const ownServer = "SELECT pg_backend_pid()::text";
/** PostgreSQL 17 gave it one more argument. */
const flushRefused = `SELECT oid::regprocedure::text FROM pg_proc
  WHERE proname = 'pg_logical_emit_message' AND proargtypes[2] = 'text'::regtype AND NOT has_function_privilege(oid, 'EXECUTE')`;

async function ask(session: Client, text: string): Promise<string | undefined> {
  const { rows } = await session.query<Record<string, string>>(within(answerWithinMs, text));
  return Object.values(rows[0] ?? {})[0];
}

async function poolingRefused(other: Client, target: string): Promise<SetupError> {
  const mode = (await begins(other)) ? "transaction" : "statement";
  return new SetupError(
    `${target} is a pooler in ${mode} mode, such as PgBouncer with pool_mode=${mode}. It gives no session of its own, which locks, ` +
      "prepared statements and the queue need. Set pool_mode=session for this database, or let DATABASE_URL point at PostgreSQL itself.",
  );
}

/** Throws a SetupError that says what to do when the database is out of reach, keeps no sessions or lacks a migration. */
export async function requireMigrated(databaseUrl: string, waitMs: number): Promise<void> {
  const session = await connectWhenReady(databaseUrl, waitMs);
  try {
    await requireSession(session, databaseUrl);
    const applied = await appliedNames(session);
    const missing = (await migrationNames(findProjectRoot())).filter((name) => !applied.has(name));
    if (missing.length === 0) return;
    throw new SetupError(
      `The database is not up to date: it lacks ${missing.join(", ")}. Run npm run migrate first.`,
    );
  } finally {
    await session.end();
  }
}

async function appliedNames(session: Client): Promise<Set<string>> {
  const sql =
    "SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL";
  try {
    const { rows } = await session.query<{ name: string }>(sql);
    return new Set(rows.map(({ name }) => name));
  } catch (error) {
    const undefinedTable = "42P01";
    if (error instanceof DatabaseError && error.code === undefinedTable) return new Set();
    throw error;
  }
}

/** The folder of package.json above this file, the same from src and from dist. */
export function findProjectRoot(start: string = import.meta.dirname): string {
  if (existsSync(path.join(start, "package.json"))) return start;
  const parent = path.dirname(start);
  if (parent === start) throw new Error("No package.json above the program.");
  return findProjectRoot(parent);
}

export function migrationsFolder(root: string): string {
  return path.join(root, "prisma", "migrations");
}

/** The names of the migrations, the oldest first; a name begins with the time it was written at. */
export async function migrationNames(root: string): Promise<string[]> {
  const entries = await readdir(migrationsFolder(root), { withFileTypes: true }).catch(unlessMissing([]));
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** What Prisma's own command line hands to the engine: each folder's migration.sql, whatever else lies beside it. */
export async function readMigrations(root: string): Promise<MigrationList> {
  const baseDir = migrationsFolder(root);
  const names = await migrationNames(root);
  if (names.length === 0) throw new SetupError(`${baseDir} holds no migration.`);
  const lockfile = "migration_lock.toml";
  return {
    baseDir,
    lockfile: {
      path: lockfile,
      content: await readFile(path.join(baseDir, lockfile), "utf8").catch(unlessMissing(null)),
    },
    shadowDbInitScript: "",
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: "migration.sql",
          content: {
            tag: "ok" as const,
            value: await readFile(path.join(baseDir, name, "migration.sql"), "utf8"),
          },
        },
      })),
    ),
  };
}

function unlessMissing<T>(fallback: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code !== "ENOENT") throw error;
    return fallback;
  };
}

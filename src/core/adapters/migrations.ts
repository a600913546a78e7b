import { runMigrations } from "bullmq";
import type { MigrationList, SchemaEngine } from "@prisma/schema-engine-wasm";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Client } from "pg";
import { SetupError } from "../kernel/setup-error.ts";
import { createPool } from "./postgres-pool.ts";
import { connectWhenReady } from "./migrations/connect-when-ready.ts";
import { grantProgram } from "./migrations/grant-program.ts";
import { findProjectRoot, requireSession, readMigrations } from "./migrations/require-session.ts";
import { liveDatabase } from "./migrations/live-database.ts";
import { openSchemaEngine } from "./migrations/open-schema-engine.ts";

export interface MigrationOptions {
  /** The folder that holds `prisma/`; the project's own without it. */
  root?: string;
  /** How long a database that is still starting is waited for. */
  waitMs?: number;
}

const patienceMs = 30_000;
const lockKey = 4_092_160_317;
const noFilters = { externalTables: [], externalEnums: [] };

/** Applies what `prisma migrate deploy` would, and returns the names of the migrations just applied. */
export async function applyMigrations(
  databaseUrl: string,
  options: MigrationOptions = {},
): Promise<string[]> {
  const root = options.root ?? findProjectRoot();
  const list = await readMigrations(root);
  const schemaPath = path.join(root, "prisma", "schema.prisma");
  const schema = { path: schemaPath, content: await readFile(schemaPath, "utf8") };
  return withLock(databaseUrl, options, async () => {
    const pool = createPool(databaseUrl, { max: 1, patienceMs: 10_000 });
    try {
      return await apply(await openSchemaEngine(liveDatabase(pool), schema), list);
    } finally {
      await pool.end();
    }
  });
}

/** Brings BullMQ's own tables to its version, for a queue kept in PostgreSQL. Returns that version. */
export async function applyQueueMigrations(
  databaseUrl: string,
  options: MigrationOptions = {},
): Promise<number> {
  return withLock(databaseUrl, options, (session) => runMigrations(session));
}

/** Lets the program's own role in, where it is not the owner's. True where the role was made. */
export async function applyGrants(
  ownerUrl: string,
  databaseUrl: string,
  options: MigrationOptions = {},
): Promise<boolean> {
  return withLock(ownerUrl, options, (session) => grantProgram(session, databaseUrl));
}

/** Of several machines that start at once, one at a time works; the others wait for it. */
async function withLock<T>(
  databaseUrl: string,
  { waitMs = patienceMs }: MigrationOptions,
  work: (session: Client) => Promise<T>,
): Promise<T> {
  const session = await connectWhenReady(databaseUrl, waitMs);
  try {
    await requireSession(session, databaseUrl);
    await session.query("SET lock_timeout = '10min'");
    await session.query("SELECT pg_advisory_lock($1)", [lockKey]);
    return await work(session);
  } finally {
    // The end of the session releases the lock as well.
    await session.end();
  }
}

async function apply(engine: SchemaEngine, migrationsList: MigrationList): Promise<string[]> {
  try {
    return (await engine.applyMigrations({ migrationsList, filters: noFilters })).appliedMigrationNames;
  } catch (error) {
    const { migrationName, reason } = describeFailure(error);
    if (migrationName === undefined)
      throw new SetupError(`The migrations cannot be applied: ${reason}`, { cause: error });
    // PostgreSQL has undone the whole script, so the corrected one may simply be tried at the next start.
    await engine.markMigrationRolledBack({ migrationName }).catch(() => undefined);
    throw new SetupError(`Migration ${migrationName} failed and was undone: ${reason}`, { cause: error });
  }
}

// The engine says it in prose: what went wrong, then a trace whose lines carry the migration's name.
function describeFailure(error: unknown): { migrationName: string | undefined; reason: string } {
  const message = error instanceof Error ? error.message : String(error);
  const [said = ""] = message.split(/\n\s+0: /);
  return {
    migrationName: /migration_name="([^"]+)"/.exec(message)?.[1],
    reason: said.replace("external connector error", "").trim(),
  };
}

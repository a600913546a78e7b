import { Client, DatabaseError } from "pg";
import { SetupError } from "../../setup-error.ts";
import { connectWhenReady } from "./connect-when-ready.ts";
import { findProjectRoot } from "./find-project-root.ts";
import { migrationNames } from "./read-migrations.ts";
import { requireSession } from "./require-session.ts";

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

import { requireMigrated } from "./adapters/migrations/require-session.ts";
import { createDatabase } from "./adapters/postgres-pool.ts";
import type { DatabaseConfig } from "./config.ts";
import type { Database } from "./kernel/database.ts";

/**
 * The database alone, for a command that needs nothing else; a SetupError unless it answers and is up to date. Apart from
 * app.ts, so that a command line need not load the whole program before its first word.
 */
export async function openDatabase(
  config: Pick<DatabaseConfig, "databaseUrl" | "redisUrl">,
  options: { waitMs?: number } = {},
): Promise<Database> {
  await requireMigrated(config.databaseUrl, options.waitMs ?? 0);
  return createDatabase(config.databaseUrl);
}

export { requireMigrated } from "./adapters/migrations/require-session.ts";

import {
  applyGrants,
  applyMigrations,
  applyQueueMigrations,
  type MigrationOptions,
} from "./adapters/migrations.ts";
import type { DatabaseConfig } from "./config.ts";

export interface Migrated {
  /** The names of the migrations just applied. */
  applied: string[];
  /** The version of the queue's own tables, unless the queue is on Redis. */
  queue: number | undefined;
  /** What became of the program's own role; undefined where it is the owner's. */
  role: "made" | "known" | undefined;
}

/** Brings the database up to date; may run on several machines at once. */
export async function migrate(
  config: Pick<DatabaseConfig, "databaseUrl" | "redisUrl"> & { ownerUrl?: string | undefined },
  options: MigrationOptions = {},
): Promise<Migrated> {
  const { databaseUrl, ownerUrl = databaseUrl } = config;
  const applied = await applyMigrations(ownerUrl, options);
  const queue = config.redisUrl ? undefined : await applyQueueMigrations(ownerUrl, options);
  const apart = new URL(ownerUrl).username !== new URL(databaseUrl).username;
  const made = apart && (await applyGrants(ownerUrl, databaseUrl, options));
  return { applied, queue, role: apart ? (made ? "made" : "known") : undefined };
}

export { writeMigration } from "./adapters/new-migration.ts";

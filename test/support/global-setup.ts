import type { TestProject } from "vitest/node";
import { applyMigrations, applyQueueMigrations } from "../../src/core/adapters/migrations.ts";
import { startPostgres } from "../../src/sandbox/postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

export const templateDatabase = "template_migrated";

/** One real PostgreSQL for the run, with a migrated database that each test file clones. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres({ maxConnections: 400 });
  const url = await postgres.createDatabase(templateDatabase);
  await applyMigrations(url);
  await applyQueueMigrations(url);
  project.provide("postgresUrl", postgres.url);
  return () => postgres.stop();
}

import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { inject } from "vitest";

/** What `global-setup.ts` provides. */
declare module "vitest" {
  interface ProvidedContext {
    postgresUrl: string;
    /** A migrated database that each test file clones. */
    templateDatabase: string;
    /** In the checkout, for what is made once a run; it goes at its end. */
    runFolder: string;
  }
}

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** A migrated, empty database of one's own. */
export async function cloneDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  // A third of what it costs by way of the log, which is PostgreSQL's own choice.
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${inject("templateDatabase")} STRATEGY FILE_COPY`);
  const url = new URL(inject("postgresUrl"));
  url.pathname = name;
  return { url: url.href, drop: () => asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function asAdmin(sql: string): Promise<void> {
  const client = new Client({ connectionString: inject("postgresUrl") });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

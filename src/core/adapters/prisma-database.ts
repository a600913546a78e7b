import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "../generated/prisma/client.ts";
import type { Database } from "../database.ts";
import { PipeliningClient } from "./pipelining-client.ts";
import { createPool } from "./postgres-pool.ts";

const patienceMs = 15_000;

/**
 * Fails within seconds where the database is gone, so that nobody waits on it without a word. Where it is there, and has no
 * connection left, it is asked again for a while.
 */
export function createDatabase(databaseUrl: string, connections = 4): Database {
  const pool = createPool(databaseUrl, {
    max: connections,
    patienceMs,
    session: { statement_timeout: 15_000, idle_in_transaction_session_timeout: 30_000 },
    Client: PipeliningClient,
  });
  const adapter = new PrismaPg(pool, { statementNameGenerator: statementName(), disposeExternalPool: true });
  return new PrismaClient({ adapter, transactionOptions: { maxWait: patienceMs + 5_000, timeout: 15_000 } });
}

const namesAtMost = 500;
const valuesAtMost = 40;

/**
 * A name for each statement that comes again, so that PostgreSQL reads and plans it once a connection. Lists of any length
 * would make ever new ones: those stay without a name.
 */
function statementName(): ({ sql, args }: { sql: string; args: unknown[] }) => string {
  const names = new Map<string, string>();
  return ({ sql, args }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (args.length > valuesAtMost || names.size >= namesAtMost) return "";
    const name = `s${names.size}`;
    names.set(sql, name);
    return name;
  };
}

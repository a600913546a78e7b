import { setTimeout as sleep } from "node:timers/promises";
import { Client, DatabaseError } from "pg";
import { isShortage } from "../../database-trouble.ts";
import { SetupError } from "../../kernel/setup-error.ts";
import { openingSql, within } from "../postgres-pool.ts";

// The host or the server is not there yet, or the server says itself that it is starting or stopping.
const passing = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "57P03",
  "57P01",
]);

/** Others may just be ending: whoever waits for nothing else waits so long for a connection. */
const shortageMs = 10_000;

/** A session of its own, in UTC, once the database answers. An error names the database, never the password. */
export async function connectWhenReady(databaseUrl: string, waitMs: number): Promise<Client> {
  const target = describeTarget(databaseUrl);
  const began = Date.now();
  for (;;) {
    try {
      return await connect(databaseUrl);
    } catch (error) {
      if (error instanceof SetupError) throw error;
      const short = isShortage(error);
      const { code, reason } = describeFailure(error);
      if (!short && !passing.has(code))
        throw new SetupError(`${target} refuses the connection: ${reason}${hint(reason)}`, { cause: error });
      const patienceMs = short ? Math.max(waitMs, shortageMs) : waitMs;
      if (Date.now() - began >= patienceMs) {
        const what = short ? "had no connection left" : "did not answer";
        const seconds = Math.round(patienceMs / 1000);
        throw new SetupError(`${target} ${what} within ${seconds} seconds: ${reason}`, { cause: error });
      }
    }
    await sleep(500);
  }
}

async function connect(databaseUrl: string): Promise<Client> {
  const client = createClient(databaseUrl);
  // A session that breaks shows in its next query; without a listener it would end the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query(within(10_000, openingSql()));
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

function createClient(connectionString: string): Client {
  try {
    return new Client({ connectionString, connectionTimeoutMillis: 10_000, keepAlive: true });
  } catch (error) {
    // A certificate that is not there, a % that begins no character.
    const reason = error instanceof Error ? error.message : "it is not understood";
    throw new SetupError(`DATABASE_URL cannot be used: ${reason}`, { cause: error });
  }
}

function hint(reason: string): string {
  const parameter = /unsupported startup parameter(?: in options)?: (\w+)/u.exec(reason)?.[1];
  if (!parameter) return "";
  return `. This is PgBouncer: take ${parameter} out of DATABASE_URL, or name it in PgBouncer's ignore_startup_parameters.`;
}

/** How `error`s of this kind name the database: without user and password. */
export function describeTarget(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) throw new SetupError("The database URL is not a URL.");
  const { host, pathname } = new URL(databaseUrl);
  return `PostgreSQL at ${host}${pathname}`;
}

function describeFailure(error: unknown): { code: string; reason: string } {
  if (error instanceof AggregateError) return describeFailure(error.errors[0]);
  if (!(error instanceof Error)) return { code: "", reason: "unknown error" };
  const code = error instanceof DatabaseError ? error.code : (error as NodeJS.ErrnoException).code;
  const timedOut = error.message.includes("timeout");
  return { code: code ?? (timedOut ? "ETIMEDOUT" : ""), reason: error.message };
}

import { setTimeout as sleep } from "node:timers/promises";
import { Client, DatabaseError } from "pg";
import { SetupError } from "../../setup-error.ts";

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

/** A session of its own, once the database answers. An error names the database, never the password. */
export async function connectWhenReady(databaseUrl: string, waitMs: number): Promise<Client> {
  const target = describeTarget(databaseUrl);
  const deadline = Date.now() + waitMs;
  for (;;) {
    const client = new Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    });
    // A session that breaks shows in its next query; without a listener it would end the process.
    client.on("error", () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      const { code, reason } = describeFailure(error);
      if (!passing.has(code))
        throw new SetupError(`${target} refuses the connection: ${reason}`, { cause: error });
      if (Date.now() >= deadline) {
        throw new SetupError(
          `${target} did not answer within ${Math.round(waitMs / 1000)} seconds: ${reason}`,
          {
            cause: error,
          },
        );
      }
    }
    await sleep(500);
  }
}

function describeTarget(databaseUrl: string): string {
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

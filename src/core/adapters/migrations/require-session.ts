import type { Client } from "pg";
import { SetupError } from "../../setup-error.ts";
import { within } from "../postgres-pool.ts";
import { connectWhenReady, describeTarget } from "./connect-when-ready.ts";

const rounds = 3;
const answerWithinMs = 10_000;

/**
 * Refuses what cannot keep a session, by name: a pooler that gives each transaction another connection of the server loses
 * advisory locks, prepared statements, LISTEN and settings, and hands them to others. And times that would not be UTC.
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
    if (zone === "UTC") return;
    throw new SetupError(
      `${target} keeps the time zone ${zone} for a session that asked for UTC: every time would be wrong. ` +
        "If a pooler is in between, have it pass SET on, or connect past it.",
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

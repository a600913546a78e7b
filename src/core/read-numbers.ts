import { sealingState } from "./audit/seal-audit.ts";
import type { App } from "./context.ts";
import type { Reading } from "./kernel/metrics.ts";
import { run, statement } from "./kernel/statement.ts";

interface Now {
  health: App["health"];
  slackReach: App["slackReach"];
  pool: () => { used: number; idle: number; waiting: number } | undefined;
}

/** What is known without a statement of its own: the stores are looked at all the time. */
export async function readCurrent({ health, slackReach, pool }: Now): Promise<Reading[]> {
  const { database, queue } = await health.check();
  const connections = Object.entries(pool() ?? {});
  return [
    { name: "cyclr_store_up", labels: { store: "database" }, value: Number(database === "ok") },
    { name: "cyclr_store_up", labels: { store: "queue" }, value: Number(queue === "ok") },
    { name: "cyclr_slack_up", labels: {}, value: Number(slackReach.isUp()) },
    ...connections.map(([state, value]): Reading => ({
      name: "cyclr_database_connections",
      labels: { state },
      value,
    })),
  ];
}

interface Waiting {
  what: "request" | "mail" | "message";
  state: string;
  count: number;
  /** In seconds. */
  oldest: number;
}

/** Rows that are not at their end, along the indexes that recovery has of them: what is done costs nothing. */
const waiting = statement<object, Waiting>(
  () => `
  SELECT 'request' AS "what", "status"::text AS "state", count(*)::int AS "count",
    extract(epoch FROM now() - min(coalesce("approvedAt", "createdAt")))::float8 AS "oldest"
  FROM "Request" WHERE "status" IN ('draft', 'awaitingApproval', 'awaitingValues', 'queued') GROUP BY "status"
  UNION ALL
  SELECT 'mail', '', count(*)::int, coalesce(extract(epoch FROM now() - min("createdAt")), 0)::float8
  FROM "Mailing" WHERE "sentAt" IS NULL AND "givenUpAt" IS NULL
  UNION ALL
  SELECT 'message', '', count(*)::int, 0
  FROM "ChatMessage" WHERE "observedGeneration" < "generation" AND "givenUpAt" IS NULL`,
);

const entryAge = statement<{ id: string }, { seconds: number }>(
  (at) =>
    `SELECT extract(epoch FROM now() - "at")::float8 AS "seconds" FROM "AuditEvent" WHERE "id" = ${at("id")}::bigint`,
);

/** Every state that a Request can wait in: one with none is a 0, and not missing. */
const states = ["draft", "awaitingApproval", "awaitingValues", "queued"];

/** What only database and queue know. */
export async function readStored({
  db,
  queue,
}: Pick<App, "db" | "queue">): Promise<{ readings: Reading[]; queues: string[] }> {
  const [rows, audit, queues] = await Promise.all([
    run(db, waiting, {}),
    readAudit(db),
    // A queue that is away is told by cyclr_store_up, and hides nothing that the database knows.
    queue.exportMetrics?.().catch(() => []) ?? [],
  ]);
  const of = (what: Waiting["what"], state = "") =>
    rows.find((row) => row.what === what && row.state === state) ?? { count: 0, oldest: 0 };
  const requests = states.flatMap((state): Reading[] => [
    { name: "cyclr_requests", labels: { state }, value: of("request", state).count },
    { name: "cyclr_request_oldest_seconds", labels: { state }, value: of("request", state).oldest },
  ]);
  const readings: Reading[] = [
    ...requests,
    { name: "cyclr_mails_waiting", labels: {}, value: of("mail").count },
    { name: "cyclr_mail_oldest_seconds", labels: {}, value: of("mail").oldest },
    { name: "cyclr_messages_waiting", labels: {}, value: of("message").count },
    ...audit,
  ];
  return { readings, queues };
}

async function readAudit(db: App["db"]): Promise<Reading[]> {
  const { unsealed, lastBlock } = await sealingState(db);
  const [entry] = unsealed === null ? [] : await run(db, entryAge, { id: unsealed });
  return [
    { name: "cyclr_audit_blocks", labels: {}, value: Number(lastBlock ?? 0) },
    { name: "cyclr_audit_unsealed_seconds", labels: {}, value: Math.max(0, entry?.seconds ?? 0) },
  ];
}

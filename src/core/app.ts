import { createQueue } from "./adapters/bullmq-queue.ts";
import { createCloud } from "./adapters/http-cloud.ts";
import { createNotifier } from "./adapters/http-notifier.ts";
import { createLogger } from "./adapters/logger.ts";
import { createTracing } from "./adapters/open-telemetry.ts";
import { createDatabase, poolState } from "./adapters/postgres-pool.ts";
import { createMetrics } from "./adapters/prometheus.ts";
import { createChat } from "./adapters/slack-chat.ts";
import { createMailer } from "./adapters/smtp-mailer.ts";
import { cloudPace } from "./kernel/cloud/cloud-pace.ts";
import { chatPace } from "./kernel/chat/chat-rate-limit.ts";
import { SlackReach } from "./kernel/chat/slack-reach.ts";
import type { Config } from "./config.ts";
import { connectionBudget } from "./connection-budget.ts";
import type { App } from "./context.ts";
import { databaseClock } from "./database-clock.ts";
import { ExternalError } from "./kernel/external-error.ts";
import { noMetrics } from "./kernel/metrics.ts";
import { readCurrent, readStored } from "./read-numbers.ts";
import { watchStores } from "./kernel/outbox/health.ts";
import { LeaseKeeper } from "./kernel/outbox/lease-keeper.ts";
import { definedRequests } from "./features.ts";
import { localFirstQueue } from "./kernel/outbox/local-first-queue.ts";
import { defaultRetryPolicy } from "./kernel/outbox/retry-policy.ts";

/** The only constructor of the outside world. Overrides replace single parts, for tests. */
export function createApp(
  config: Config & { takesJobs?: boolean; processName?: string },
  overrides: Partial<App> = {},
): App {
  const log = overrides.log ?? createLogger(config.logLevel, undefined, config.processName);
  const connections = connectionBudget(config.databaseConnections, {
    queueInPostgres: config.redisUrl === undefined,
    dashboard: config.queueDashboard !== undefined,
    takesJobs: config.takesJobs ?? true,
  });
  const db = overrides.db ?? createDatabase(config.databaseUrl, connections.database);
  const clock = overrides.clock ?? databaseClock({ db, log });
  const leases = new LeaseKeeper({ db, clock, log }, config.leaseMs);
  const slackReach = new SlackReach();
  const processName = config.processName ?? "cyclr-access";
  const { tracing, telemetry } = createTracing({ ...config.traces, processName }, log);
  const queue =
    overrides.queue ?? localFirstQueue(createQueue({ ...config, connections, telemetry }, log), log);
  const smtp = createMailer(config.mail);
  const health = watchStores({ db, queue, log }, config.redisUrl ? "Redis" : "PostgreSQL");
  const metrics = config.metricsToken
    ? createMetrics({
        token: config.metricsToken,
        processName,
        current: () => readCurrent({ health, slackReach, pool: () => poolState(db) }),
        stored: () => readStored({ db, queue }),
      })
    : noMetrics;
  const chat = createChat(config.slack, log, { metrics, tracing, reach: slackReach });
  return {
    log,
    db,
    queue,
    metrics,
    tracing,
    health,
    slackReach,
    mailer: { send: (mail) => leases.outside(countMail({ metrics, tracing }, () => smtp.send(mail))) },
    chat: { ...chat, sendFile: (...file) => leases.outside(chat.sendFile(...file)) },
    notifier: createNotifier({ allowPrivate: config.notifyPrivateAddresses }),
    cloud:
      config.cloud &&
      createCloud(config.cloud, { pace: cloudPace({ db }, config.cloud.callsPerSecond), patienceMs: 5_000 }),
    clock,
    cloudConsoleUrl: config.cloudConsoleUrl,
    secretKeys: config.secretKeys,
    publicUrl: config.publicUrl,
    retryPolicy: { ...defaultRetryPolicy, firstMs: config.retryFirstMs },
    chatPace: chatPace(config.slack.updatesPerMinute),
    userPace: { burst: config.slack.userBurst, everyMs: 1_000 },
    approvalPolicy: config.approvalPolicy,
    timeZone: config.timeZone,
    leases,
    requestKinds: new Map(definedRequests.map((one) => [one.kind, one])),
    async close() {
      leases.close();
      await queue.close();
      smtp.close();
      await db.$disconnect();
      await tracing.close();
    },
    ...overrides,
  };
}

type Watching = Pick<App, "metrics" | "tracing">;

async function countMail({ metrics, tracing }: Watching, send: () => Promise<void>): Promise<void> {
  let outcome = "unavailable";
  try {
    await tracing.span("mail", { kind: "client" }, send);
    outcome = "sent";
  } catch (error) {
    if (error instanceof ExternalError && error.concerns === "recipient" && !error.retryable)
      outcome = "refused";
    if (error instanceof ExternalError && error.concerns === "sender") outcome = "sender_refused";
    throw error;
  } finally {
    metrics.count("cyclr_mails_total", { outcome });
  }
}

export { type BoardQueues, openBoardQueues } from "./adapters/board-queues.ts";
export { createCloud } from "./adapters/http-cloud.ts";
export { createChat } from "./adapters/slack-chat.ts";

import { createPostgresBackend, Queue, withBackend } from "bullmq";
import type { Logger } from "pino";
import { lanes } from "../kernel/outbox/job.ts";
import { type QueueConfig, queueName, queuePrefix } from "./bullmq-queue.ts";
import { connectRedis } from "./redis-connection.ts";
import { queuePool, shared } from "./postgres-pool.ts";

/** BullMQ's own queues, for whoever looks into them. */
export interface BoardQueues {
  queues: Queue[];
  close(): Promise<void>;
}

/** Opens the queues where they are kept, apart from those that take jobs: a dashboard holds up nobody. */
export function openBoardQueues(config: QueueConfig, log: Logger): BoardQueues {
  const { queues, disconnect } = config.redisUrl
    ? onRedis(config.redisUrl, log)
    : onPostgres(config.databaseUrl);
  for (const queue of queues) queue.on("error", (err) => log.debug({ err }, "queue dashboard"));
  return {
    queues,
    async close() {
      await Promise.allSettled(queues.map((queue) => queue.close()));
      await disconnect();
    },
  };
}

function onRedis(url: string, log: Logger) {
  const connection = connectRedis(url, "producer", log);
  const queues = lanes.map((lane) => new Queue(queueName(lane), { connection, prefix: queuePrefix }));
  return { queues, disconnect: async () => connection.disconnect() };
}

function onPostgres(connectionString: string) {
  const { Queue: PostgresQueue } = withBackend(createPostgresBackend);
  const pool = queuePool(connectionString, { connectionTimeoutMillis: 3_000, query_timeout: 10_000, max: 1 });
  const connection = shared(pool);
  const queues = lanes.map((lane) => new PostgresQueue(queueName(lane), { connection }));
  // Bull Board reads both kinds; its types know the one on Redis alone.
  return { queues: queues as unknown as Queue[], disconnect: () => pool.end() };
}

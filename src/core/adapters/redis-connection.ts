import { once } from "node:events";
import { Redis } from "ioredis";
import type { Logger } from "pino";

export type RedisConnection = Redis;

/** A producer fails fast, so that nobody waits on a dead Redis; a worker waits for it to come back. */
export function connectRedis(url: string, role: "producer" | "worker", log: Logger): RedisConnection {
  const options =
    role === "producer"
      ? { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 2_000 }
      : { maxRetriesPerRequest: null };
  let movedAt = -Infinity;
  const redis = new Redis(url, {
    ...options,
    connectTimeout: 5_000,
    retryStrategy: (times) => Math.min(times * 100, 2_000),
    // After a failover the old server goes on as a replica: its name may lead to the new one by now.
    reconnectOnError({ message }) {
      if (!message.startsWith("READONLY") || Date.now() - movedAt < 5_000) return false;
      movedAt = Date.now();
      return true;
    },
  });
  redis.on("error", (err: Error) => log.debug({ err, role }, "redis connection"));
  return redis;
}

/** Resolves when the connection takes commands; rejects where it does not within the time. */
export async function redisReady(redis: RedisConnection, withinMs: number): Promise<void> {
  if (redis.status === "ready") return;
  await once(redis, "ready", { signal: AbortSignal.timeout(withinMs) });
}

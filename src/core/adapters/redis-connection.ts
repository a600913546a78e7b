import { once } from "node:events";
import { Redis } from "ioredis";
import type { Logger } from "pino";

/** A producer fails fast, so that nobody waits on a dead Redis; a worker waits for it to come back. */
export function connectRedis(url: string, role: "producer" | "worker", log: Logger): Redis {
  const options =
    role === "producer"
      ? { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 2_000, socketTimeout: 3_000 }
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
  redis.on("error", (err: Error) => {
    troubles.set(redis, err);
    log.debug({ err, role }, "redis connection");
  });
  redis.on("ready", () => troubles.delete(redis));
  return redis;
}

/** What last went wrong with each connection that is not ready. */
const troubles = new WeakMap<Redis, Error>();

/** Resolves when the connection takes commands; rejects where it does not within the time, with what went wrong. */
export async function redisReady(redis: Redis, withinMs: number): Promise<void> {
  if (redis.status === "ready") return;
  try {
    await once(redis, "ready", { signal: AbortSignal.timeout(withinMs) });
  } catch (error) {
    const cause = troubles.get(redis) ?? error;
    const refused =
      cause instanceof Error && /^(?:WRONGPASS|NOAUTH|NOPERM|ERR invalid password)/u.test(cause.message);
    throw refused ? new Error("Redis refuses the user or the password of REDIS_URL") : cause;
  }
}

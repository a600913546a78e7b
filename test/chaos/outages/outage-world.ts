import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDatabase } from "../../../src/core/app.ts";
import { readDatabaseConfig } from "../../../src/core/config.ts";
import type { Database } from "../../../src/core/kernel/database.ts";
import { onSomePort, type SandboxPostgres, startPostgres } from "../../../src/sandbox/postgres.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/start-sandbox.ts";
import { type RedisServer, startRedis } from "../../support/redis-server.ts";
import { type Part, spawnPart } from "../../support/spawn-part.ts";

/** Bot and worker as in production, on servers that can be stopped and started again with what they have kept. */
export interface OutageWorld {
  sandbox: Sandbox;
  db: Database;
  bot: Part;
  worker: Part;
  postgres: { stop(): Promise<void>; start(): Promise<void> };
  redis: { stop(): Promise<void>; start(): Promise<void> } | undefined;
  stop(): Promise<void>;
}

export async function startOutageWorld(
  onRedis: boolean,
  settings: Record<string, string>,
): Promise<OutageWorld> {
  const folder = await mkdtemp(path.join(tmpdir(), "outage-redis-"));
  const dataFolder = await mkdtemp(path.join(tmpdir(), "outage-postgres-"));
  const startPg = (port: number) => startPostgres({ dataFolder, port, maxConnections: 200 });
  let postgres: SandboxPostgres = await onSomePort(startPg);
  const postgresPort = Number(new URL(postgres.url).port);
  let redis: RedisServer | undefined = onRedis ? await startRedis({ folder }) : undefined;
  const redisPort = redis?.port ?? 0;
  const databaseUrl = await postgres.createDatabase("outages");
  const sandbox = await startSandbox({ mode: "http", databaseUrl, ...(redis && { redisUrl: redis.url }) });
  const env = { ...sandbox.env, LOG_LEVEL: "error", SLACK_UPDATES_PER_MINUTE: "100000", ...settings };
  sandbox.slack.limits.tiers = false;
  const db = await openDatabase(readDatabaseConfig(env));
  const [bot, worker] = await Promise.all([spawnPart("bot", env), spawnPart("worker", env)]);
  sandbox.listening({ bot: bot.port });
  return {
    sandbox,
    db,
    bot,
    worker,
    postgres: {
      stop: () => postgres.stop(),
      start: async () => void (postgres = await startPg(postgresPort)),
    },
    redis: onRedis
      ? {
          stop: async () => redis?.stop(),
          start: async () => void (redis = await startRedis({ folder, port: redisPort })),
        }
      : undefined,
    async stop() {
      await Promise.all([bot.kill("SIGTERM"), worker.kill("SIGTERM")]);
      await db.$disconnect();
      await sandbox.stop();
      await redis?.stop();
      await postgres.stop();
      for (const kept of [folder, dataFolder]) await rm(kept, { recursive: true, force: true });
    },
  };
}

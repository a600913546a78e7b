import { randomBytes } from "node:crypto";
import path from "node:path";
import { Redis } from "ioredis";
import { Client } from "pg";
import { type Called, startCalled } from "./process-calls.ts";
import { type Product, startProduct } from "./product.ts";
import type { SlackFacts } from "./slack-commands.ts";

/** Where the processes of one measurement lean. */
export interface Ground {
  sandbox: Called;
  slack: SlackFacts;
  databaseUrl: string;
  redisUrl?: string;
}

export interface BenchWorld extends Ground {
  env: Record<string, string>;
  bareBotPort: number;
  bareBot: Called;
  bareWorker: Called;
  botPort: number;
  bot: Product;
  /** Absent until it is started: what the bot acknowledges is measured without it. */
  worker?: Product;
  startWorker(): Promise<Product>;
  /** Forgets the requests that nobody has run, and their jobs. */
  empty(): Promise<void>;
  stop(): Promise<void>;
}

const child = (name: string) => path.join(import.meta.dirname, `${name}.js`);

export const startSandboxProcess = () => startCalled(child("sandbox-process"), {});

/** What every process of the program is set to here. */
export function benchEnv({ slack, databaseUrl, redisUrl }: Ground): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    ...(redisUrl && { REDIS_URL: redisUrl }),
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    SLACK_UPDATES_PER_MINUTE: "100000",
    // One person sends all of them.
    SLACK_USER_BURST: "100000",
    SMTP_URL: slack.smtpUrl,
    MAIL_FROM: "Northwind Software <access@northwind.example>",
    // Nobody opens a page here.
    PUBLIC_URL: "http://127.0.0.1:1",
    PORT: "0",
    WORKER_PORT: "0",
    SECRET_KEY: randomBytes(32).toString("hex"),
    NODE_ENV: "production",
  };
}

export async function startBenchWorld(ground: Ground, nodeOptions: string[] = []): Promise<BenchWorld> {
  const env = benchEnv(ground);
  const bareBot = await startCalled(child("bare-bot"), env);
  const bot = await startProduct("bot", env, nodeOptions);
  const world: BenchWorld = {
    ...ground,
    env,
    bareBotPort: await bareBot.call<number>("port"),
    bareBot,
    bareWorker: await startCalled(child("bare-worker"), env),
    botPort: bot.port,
    bot,
    async startWorker() {
      world.worker = await startProduct("worker", env, nodeOptions);
      return world.worker;
    },
    empty: () => empty(ground),
    async stop() {
      const all = [world.bareBot, world.bareWorker, world.bot, ...(world.worker ? [world.worker] : [])];
      await Promise.all(all.map((one) => one.stop()));
    },
  };
  return world;
}

async function empty({ databaseUrl, redisUrl }: Ground): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    `UPDATE "Request" SET status = 'cancelled', "finishedAt" = now(), "dedupeKey" = NULL WHERE status = 'queued'`,
  );
  await client.query(`UPDATE "ChatMessage" SET "observedGeneration" = "generation"`);
  if (!redisUrl) await client.query("DELETE FROM bullmq.job");
  await client.end();
  if (!redisUrl) return;
  const redis = new Redis(redisUrl);
  await redis.flushall();
  redis.disconnect();
}

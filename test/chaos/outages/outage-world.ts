import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { startBot } from "../../../src/bot/start-bot.ts";
import { slackPace } from "../../../src/bot/slack/slack-failure.ts";
import { createApp } from "../../../src/core/app.ts";
import { openDatabase } from "../../../src/core/open-database.ts";
import { readConfig, readDatabaseConfig } from "../../../src/core/config.ts";
import type { Database } from "../../../src/core/kernel/database.ts";
import { onSomePort, type SandboxPostgres, startPostgres } from "../../../src/sandbox/postgres.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/start-sandbox.ts";
import { type PgBouncer, startPgBouncer } from "../../support/pgbouncer.ts";
import { type RedisServer, startRedis } from "../../support/redis-server.ts";
import { metricsToken } from "./watch-metrics.ts";
import { type Part, spawnPart } from "../../support/spawn-part.ts";
import { startTcpProxy, type TcpProxy } from "../../support/tcp-proxy.ts";

interface Server {
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** Bot and workers as in production, on servers that can be stopped and started again with what they have kept. */
export interface OutageWorld {
  sandbox: Sandbox;
  db: Database;
  parts: { bot: Running; workers: Running[] };
  postgres: Server;
  /** In a session of its own, past whatever stands before the database. */
  sql: (text: string) => Promise<unknown>;
  redis: (Server & { url: string }) | undefined;
  pgBouncer: Server | undefined;
  /** The way of a bot over Socket Mode to Slack. */
  slackLine: TcpProxy | undefined;
  stop(): Promise<void>;
}

type Running = Pick<Part, "port" | "kill">;

/** Where the program runs, if not as usual. */
export interface Circumstances {
  mode?: "socket";
  /** In session mode, between the program and its database. */
  pgBouncer?: true;
  /** The database's own. */
  timeZone?: string;
  /** One worker each, on a machine whose clock is so far ahead. */
  clocksAheadMs?: number[];
}

export async function startOutageWorld(
  onRedis: boolean,
  settings: Record<string, string>,
  circumstances: Circumstances = {},
): Promise<OutageWorld> {
  const ends: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of ends) await end();
  };
  try {
    return { ...(await start(ends, onRedis, settings, circumstances)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  ends: (() => Promise<unknown>)[],
  onRedis: boolean,
  settings: Record<string, string>,
  { mode, pgBouncer, timeZone, clocksAheadMs = [0] }: Circumstances,
): Promise<Omit<OutageWorld, "stop">> {
  const folder = await mkdtemp(path.join(tmpdir(), "outage-redis-"));
  const dataFolder = await mkdtemp(path.join(tmpdir(), "outage-postgres-"));
  for (const kept of [folder, dataFolder]) ends.unshift(() => rm(kept, { recursive: true, force: true }));
  const startPg = (port: number) => startPostgres({ dataFolder, port, maxConnections: 200 });
  let postgres: SandboxPostgres = await onSomePort(startPg);
  ends.unshift(() => postgres.stop());
  const postgresPort = Number(new URL(postgres.url).port);
  let redis: RedisServer | undefined = onRedis ? await startRedis({ folder }) : undefined;
  ends.unshift(async () => redis?.stop());
  const redisPort = redis?.port ?? 0;
  const databaseUrl = await postgres.createDatabase("outages");
  const sql = (text: string) => inSession(databaseUrl, text);
  if (timeZone) await sql(`ALTER DATABASE outages SET timezone = '${timeZone}'`);
  const sandbox = await startSandbox({
    mode: mode ?? "http",
    databaseUrl,
    ...(redis && { redisUrl: redis.url }),
  });
  ends.unshift(() => sandbox.stop());
  sandbox.slack.limits.tiers = false;
  const db = await openDatabase(readDatabaseConfig(sandbox.env));
  ends.unshift(() => db.$disconnect());
  let bouncer: PgBouncer | undefined = pgBouncer && (await startPgBouncer(databaseUrl, "session"));
  ends.unshift(async () => bouncer?.stop());
  const bouncerUrl = bouncer?.url;
  const env = {
    ...sandbox.env,
    ...(bouncerUrl && { DATABASE_URL: bouncerUrl }),
    LOG_LEVEL: "error",
    METRICS_TOKEN: metricsToken,
    SLACK_UPDATES_PER_MINUTE: "100000",
    APPROVAL_POLICY: '{"rules":[]}',
    ...settings,
  };
  const line = mode ? await startTcpProxy(portOf(sandbox.slack.apiUrl)) : undefined;
  ends.unshift(async () => line?.close());
  const starting: Promise<Running>[] = [
    line ? startBotOverSocket(env, line) : spawnPart("bot", env),
    ...clocksAheadMs.map((aheadMs) => spawnPart("worker", { ...env, ...clockAhead(aheadMs) })),
  ];
  ends.unshift(() => Promise.allSettled(starting.map(async (part) => (await part).kill("SIGTERM"))));
  const [bot, ...workers] = await Promise.all(starting);
  if (!bot) throw new Error("There is no bot");
  sandbox.listening({ bot: bot.port });
  return {
    sandbox,
    db,
    parts: { bot, workers },
    postgres: {
      stop: () => postgres.stop(),
      start: async () => void (postgres = await startPg(postgresPort)),
    },
    sql,
    redis: redis && {
      url: redis.url,
      stop: async () => redis?.stop(),
      start: async () => void (redis = await startRedis({ folder, port: redisPort })),
    },
    pgBouncer: bouncerUrl
      ? {
          stop: async () => bouncer?.stop(),
          start: async () => {
            const listen = { listen_port: portOf(bouncerUrl) };
            bouncer = await startPgBouncer(databaseUrl, "session", listen);
          },
        }
      : undefined,
    slackLine: line,
  };
}

const portOf = (url: string) => Number(new URL(url).port);

/** Also where the database's own setting makes sessions read-only. */
async function inSession(databaseUrl: string, text: string): Promise<unknown> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("SET default_transaction_read_only = off");
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** In this process, since a bot as in production is ready for half a minute without a socket: longer than anybody waits here. */
async function startBotOverSocket(env: Record<string, string>, { port }: TcpProxy): Promise<Running> {
  const url = new URL(env["SLACK_API_URL"] ?? "");
  url.port = String(port);
  const config = readConfig({ ...env, SLACK_API_URL: url.href, LOG_LEVEL: "fatal" });
  const app = createApp({ ...config, takesJobs: false });
  const bot = await startBot(app, config, { ...slackPace, graceMs: 1_000 });
  return {
    port: bot.port,
    async kill() {
      await bot.stop();
      await app.close();
      return 0;
    },
  };
}

/** The machine's clock as a process sees it: what it counts from some moment on goes on as ever. */
function clockAhead(ms: number): Record<string, string> {
  if (ms === 0) return {};
  const script = `const { now } = Date; Date.now = () => now() + ${ms};
    globalThis.Date = new Proxy(Date, { construct: (Real, given) =>
      given.length === 0 ? new Real(Date.now()) : new Real(...given) });`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` };
}

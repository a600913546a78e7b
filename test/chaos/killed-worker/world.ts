import { createApp } from "../../../src/core/app.ts";
import { readConfig } from "../../../src/core/config.ts";
import { hours } from "../../../src/core/kernel/time/clock.ts";
import { consoleUserActor } from "../../../src/core/kernel/access/console-user-actor.ts";
import type { App, ConsoleUserActor, Context } from "../../../src/core/context.ts";
import { graceMs } from "../../../src/core/kernel/outbox/outbox.ts";
import type { Task } from "../../../src/core/kernel/outbox/queue.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/start-sandbox.ts";
import { makeConsoleUser } from "../../support/factories.ts";
import { until } from "../../support/until.ts";
import { type Part, spawnPart } from "../../support/spawn-part.ts";
import { type EffectProxy, startEffectProxy } from "./effect-proxy.ts";
import { requesterEmail } from "./prepare.ts";
import { refused } from "./scenarios.ts";
import { testApplication, watchDatabase } from "./watch-database.ts";

export interface World {
  sandbox: Sandbox;
  proxy: EffectProxy;
  /** The requester, whose tasks to run something are held until `release`. */
  ctx: Context<ConsoleUserActor>;
  /** Another Console User with Full Access. */
  approver: Context<ConsoleUserActor>;
  chatUserId: string;
  release: (requestIds: string[]) => Promise<void>;
  worker: Part;
  /** Kills the worker, and lets what was withheld go. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

interface Given {
  redisUrl?: string | undefined;
  /** Where the second instance is that stands for Cyclr's cloud; left out: the worker is not connected. */
  cloudDatabaseUrl?: string;
}

/** A worker as in production on a sandbox, with a proxy between it and PostgreSQL. */
export async function startWorld(databaseUrl: string, given: Given = {}): Promise<World> {
  const { redisUrl, cloudDatabaseUrl } = given;
  const cloud = cloudDatabaseUrl !== undefined && { databaseUrl: cloudDatabaseUrl };
  const sandbox = await startSandbox({ mode: "http", databaseUrl, cloud, ...(redisUrl && { redisUrl }) });
  sandbox.slack.limits.messagesPerSecond = false;
  sandbox.slack.limits.tiers = false;
  sandbox.mailbox.faults.inject({
    stage: "recipient",
    kind: "refuse",
    times: Number.MAX_SAFE_INTEGER,
    recipient: new RegExp(`^${refused}`),
  });
  await watchDatabase(databaseUrl);
  const proxy = await startEffectProxy(databaseUrl);
  const settings = {
    JOB_LOCK_SECONDS: "2",
    LEASE_SECONDS: "4",
    SWEEP_SECONDS: "0.5",
    RETRY_FIRST_SECONDS: "0.2",
    SLACK_UPDATES_PER_MINUTE: "100000",
  };
  // An effect is held by holding its connection: there must be one for each case.
  const connections = { DATABASE_CONNECTIONS: "40" };
  const env = { ...sandbox.env, ...settings, ...connections, LOG_LEVEL: "error", DATABASE_URL: proxy.url };
  const own = new URL(databaseUrl);
  own.searchParams.set("application_name", testApplication);
  const app = createApp(readConfig({ ...env, DATABASE_URL: own.href }));
  const { held, release } = holdRuns(app);
  const asker = await app.db.consoleUser.findUniqueOrThrow({
    where: { emailKey: requesterEmail },
  });
  const approver = await makeConsoleUser(app.db, { email: "alma@northwind.example", fullAccess: true });
  const world: World = {
    sandbox,
    proxy,
    ctx: { ...held, actor: consoleUserActor(asker, "slack") },
    approver: { ...held, actor: consoleUserActor(approver, "slack") },
    chatUserId: sandbox.people["olivia"] ?? "",
    release,
    worker: await spawnPart("worker", env),
    async kill() {
      await world.worker.kill("SIGKILL");
      proxy.reset();
      sandbox.slack.faults.clear();
      sandbox.cloud?.proxy.meet(undefined);
      // What it had sent to the database is carried out yet, or dropped.
      await until(async () => (await backends(app)) === 0);
    },
    async restart() {
      world.worker = await spawnPart("worker", env);
    },
    async stop() {
      await world.worker.kill("SIGTERM");
      await app.close();
      await proxy.close();
      await sandbox.stop();
    },
  };
  return world;
}

async function backends({ db }: App): Promise<number> {
  const [row] = await db.$queryRawUnsafe<{ n: number }[]>(
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database()
     AND backend_type = 'client backend' AND application_name <> '${testApplication}'`,
  );
  return row?.n ?? 0;
}

/** What runs a request waits until it is released; what draws its card goes at once. */
function holdRuns(app: App): { held: App; release: World["release"] } {
  let waiting: Task[] = [];
  const ofRequest = (ids: string[]) => (task: Task) =>
    ids.includes((task.payload as { requestId?: string }).requestId ?? "");
  const hold = async (tasks: Task[], dueInMs: number): Promise<void> => {
    const id = { in: tasks.flatMap(({ payload }) => (payload as { requestId?: string }).requestId ?? []) };
    const data = { dueAt: new Date(app.clock().getTime() + dueInMs) };
    await app.db.request.updateMany({ where: { id }, data });
  };
  const add = async (tasks: Task[]): Promise<void> => {
    const held = tasks.filter(({ lane }) => lane === "requests");
    waiting.push(...held);
    // The sweeper would think them lost.
    await hold(held, hours(1));
    await app.queue.add(tasks.filter(({ lane }) => lane !== "requests"));
  };
  return {
    held: { ...app, queue: { ...app.queue, add } },
    async release(requestIds) {
      const mine = waiting.filter(ofRequest(requestIds));
      waiting = waiting.filter((task) => !mine.includes(task));
      await hold(mine, graceMs);
      await app.queue.add(mine);
    },
  };
}

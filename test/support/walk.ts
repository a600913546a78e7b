import { afterAll, afterEach, beforeAll } from "vitest";
import { type Demo, startDemo } from "../../src/sandbox/demo/console-commands.ts";
import { createStage, type Stage } from "../../src/sandbox/demo/stage.ts";
import { type QueueRecord, recordQueue } from "./queue-record.ts";
import { noHints } from "./no-hints.ts";
import { findRedisServer } from "./requirements.ts";
import { startRedis } from "./redis-server.ts";
import { cloneDatabase } from "./test-database.ts";

export interface Backend {
  store: "PostgreSQL" | "Redis";
  mode: "http" | "socket";
}

/** For walks that are about something else; a story of approvals sets it empty, for the default. */
export const withoutApprovals = '{"rules":[]}';

/** The stores of the queue; Redis is left out, loudly, where there is none. */
export function stores(): Backend["store"][] {
  return findRedisServer() ? ["PostgreSQL", "Redis"] : ["PostgreSQL"];
}

/** Both stores, each with both ways of delivery. */
export function backends(): Backend[] {
  return stores().flatMap((store) => (["http", "socket"] as const).map((mode) => ({ store, mode })));
}

export interface Walk {
  demo: Demo;
  stage: Stage;
  queue: QueueRecord;
  /** What the stage printed, for the message of a failure. */
  transcript: string[];
}

/** The whole program on the sandbox, for the tests of one file or block; `connected` in front of Cyclr's cloud. */
export function startWalk(
  backend: Backend,
  settings: Record<string, string> = {},
  { connected = false } = {},
): Walk {
  const walk = {} as Walk;
  const ends: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    const database = await cloneDatabase();
    ends.unshift(() => database.drop());
    const redis = backend.store === "Redis" ? await startRedis() : undefined;
    if (redis) ends.unshift(() => redis.stop());
    walk.queue = await recordQueue(database.url, redis?.url);
    ends.unshift(() => walk.queue.stop());
    const there = connected ? await cloneDatabase() : undefined;
    if (there) ends.unshift(() => there.drop());
    const cloud = there && { databaseUrl: there.url };
    const redisUrl = redis && { redisUrl: redis.url };
    const options = {
      mode: backend.mode,
      databaseUrl: database.url,
      ...redisUrl,
      ...(cloud && { cloud }),
    };
    walk.demo = await startDemo(options, {
      LOG_LEVEL: "fatal",
      RETRY_FIRST_SECONDS: "0.2",
      APPROVAL_POLICY: withoutApprovals,
      ...settings,
    });
    ends.unshift(() => walk.demo.stop());
    ends.unshift(async () => noHints([walk.demo.slack.calls, walk.demo.mailbox.mails()]));
    walk.transcript = [];
    walk.stage = createStage(walk.demo, (line) => walk.transcript.push(line));
  });
  afterEach(({ task }) => {
    if (task.result?.state === "fail") process.stderr.write(`${walk.transcript.join("\n")}\n`);
    walk.transcript.length = 0;
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });
  return walk;
}

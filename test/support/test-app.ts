import { pino } from "pino";
import { createApp } from "../../src/core/app.ts";
import { readConfig } from "../../src/core/config.ts";
import type { App } from "../../src/core/context.ts";
import {
  type ApprovalPolicy,
  defaultApprovalPolicy,
} from "../../src/core/kernel/requests/approval-policy.ts";
import type { Database } from "../../src/core/kernel/database.ts";
import { type RecordedChat, recordedChat } from "./recorded-chat.ts";
import { type RecordedNotifier, recordedNotifier } from "./recorded-notifier.ts";
import { type RecordedMailer, recordedMailer } from "./recorded-mailer.ts";
import { type RecordedQueue, recordedQueue } from "./recorded-queue.ts";
import { type TestClock, testClock } from "./test-clock.ts";
import { cloneDatabase } from "./test-database.ts";

export interface TestApp {
  app: App;
  db: Database;
  databaseUrl: string;
  mailer: RecordedMailer;
  chat: RecordedChat;
  notifier: RecordedNotifier;
  queue: RecordedQueue;
  clock: TestClock;
  /** Every line that was logged. */
  log: string[];
  runJobs(): Promise<void>;
  close(): Promise<void>;
}

export const testEnv = (databaseUrl: string): Record<string, string> => ({
  DATABASE_URL: databaseUrl,
  SLACK_BOT_TOKEN: "xoxb-test",
  SLACK_SIGNING_SECRET: "signing-secret-of-the-tests",
  SLACK_API_URL: "http://127.0.0.1:1/api/",
  SMTP_URL: "smtp://127.0.0.1:1",
  MAIL_FROM: "Cyclr <access@partner.example>",
  PUBLIC_URL: "http://access.partner.example",
  SECRET_KEY: "a-secret-key-that-only-the-tests-use-32",
});

// Where the clock stands still everything happens at the same moment, and nothing is to wait for its turn.
const noPace = { posts: { everyMs: 0, burst: 1 }, updates: { everyMs: 0, burst: 1 } };
/** For tests that are about something else: nothing needs approval. */
export const noApprovals: ApprovalPolicy = { ...defaultApprovalPolicy, rules: [] };

/** The whole application on a database of its own, with recorded mail, chat and queue and a clock that stands still. */
export async function createTestApp(overrides: Partial<App> = {}): Promise<TestApp> {
  const database = await cloneDatabase();
  const [mailer, chat, queue, clock] = [recordedMailer(), recordedChat(), recordedQueue(), testClock()];
  const log: string[] = [];
  const logger = pino({ level: "trace" }, { write: (line: string) => void log.push(line) });
  const notifier = recordedNotifier();
  const recorded = { mailer, chat, notifier, queue, clock: () => clock.now(), log: logger };
  const parts = { ...recorded, chatPace: noPace, approvalPolicy: noApprovals, ...overrides };
  const app = createApp(readConfig(testEnv(database.url)), parts);
  return {
    app,
    db: app.db,
    databaseUrl: database.url,
    mailer,
    chat,
    notifier,
    queue,
    clock,
    log,
    runJobs: () => queue.run(app),
    async close() {
      await app.close();
      await database.drop();
    },
  };
}

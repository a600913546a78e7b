import { createApp } from "../../src/core/app.ts";
import { readConfig } from "../../src/core/config.ts";
import type { App } from "../../src/core/context.ts";
import { type TestApp, testEnv } from "./test-app.ts";

/** Another process on the same database, with the same clock, chat, mail and queue. */
export function secondApp(t: TestApp, overrides: Partial<App> = {}): App {
  const { mailer, chat, queue, log, chatPace } = t.app;
  const parts = { mailer, chat, queue, log, chatPace, clock: () => t.clock.now() };
  return createApp(readConfig(testEnv(t.databaseUrl)), { ...parts, ...overrides });
}

import { createQueue } from "./adapters/bullmq-queue.ts";
import { createLogger } from "./adapters/logger.ts";
import { createDatabase } from "./adapters/prisma-database.ts";
import { createChat } from "./adapters/slack-chat.ts";
import { createMailer } from "./adapters/smtp-mailer.ts";
import type { Config } from "./config.ts";
import type { App } from "./context.ts";
import { defaultRetryPolicy } from "./requests/retry-policy.ts";

/** The only constructor of the outside world. Overrides replace single parts, for tests. */
export function createApp(config: Config, overrides: Partial<App> = {}): App {
  const log = overrides.log ?? createLogger(config.logLevel);
  const db = overrides.db ?? createDatabase(config.databaseUrl);
  const queue = overrides.queue ?? createQueue(config, log);
  const smtp = createMailer({ smtpUrl: config.mail.smtpUrl, from: config.mail.from });
  return {
    log,
    db,
    queue,
    mailer: smtp,
    chat: createChat(config.slack),
    clock: () => new Date(),
    secretKeys: config.secretKeys,
    publicUrl: config.publicUrl,
    retryPolicy: { ...defaultRetryPolicy, firstMs: config.retryFirstMs },
    claimMs: config.jobLockMs * 2,
    async close() {
      await queue.close();
      smtp.close();
      await db.$disconnect();
    },
    ...overrides,
  };
}

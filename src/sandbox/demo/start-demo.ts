import { startBot } from "../../bot/start-bot.ts";
import { createApp } from "../../core/app.ts";
import { readConfig } from "../../core/config.ts";
import type { App } from "../../core/context.ts";
import { startWeb } from "../../web/start-web.ts";
import { startWorker } from "../../worker/start-worker.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../start-sandbox.ts";

export interface Demo extends Sandbox {
  app: App;
  /** Where its parts listen, of the system's choice. */
  ports: { worker: number; web: number; bot: number };
}

/** The whole program in this process, on a sandbox. `settings` go on top of the sandbox's environment. */
export async function startDemo(
  options: SandboxOptions,
  settings: Record<string, string> = {},
): Promise<Demo> {
  const sandbox = await startSandbox(options);
  const env = { ...sandbox.env, ...settings };
  const config = readConfig(env);
  const app = createApp(config);
  const parts = await Promise.all([startWorker(app, config), startWeb(app, config), startBot(app, config)]);
  const [worker, web, bot] = parts;
  const ports = { worker: worker.port, web: web.port, bot: bot.port };
  sandbox.listening(ports);
  return {
    ...sandbox,
    app,
    ports,
    async stop() {
      await Promise.all(parts.map((part) => part.stop()));
      await app.close();
      await sandbox.stop();
    },
  };
}

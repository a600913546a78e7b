import { startBot } from "./bot/start-bot.ts";
import { runProcess } from "./run-process.ts";
import { startWeb } from "./web/start-web.ts";
import { startWorker } from "./worker/start-worker.ts";

// Bot, worker and web in one process, for a small team.
await runProcess(true, startBot, startWorker, startWeb);

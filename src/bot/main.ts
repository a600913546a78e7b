import { runProcess } from "../run-process.ts";
import { startBot } from "./start-bot.ts";

await runProcess({ name: "bot", takesJobs: false, start: startBot });

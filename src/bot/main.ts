import { runProcess } from "../run-process.ts";
import { startBot } from "./start-bot.ts";

await runProcess(false, startBot);

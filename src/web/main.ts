import { runProcess } from "../run-process.ts";
import { startWeb } from "./start-web.ts";

await runProcess({ name: "web", takesJobs: false, start: startWeb });

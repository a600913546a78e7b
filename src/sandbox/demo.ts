import process from "node:process";
import { parseArgs } from "node:util";
import { startPostgres } from "./postgres.ts";

const usage = `npm run demo                  everything on this machine, to try by hand: a workspace in the browser
npm run demo -- --prompt      the same at this terminal's prompt, as where the output is no terminal
              --page          the browser's workspace, whatever the output is
              --no-open       without opening the browser, as over SSH, in CI and without a screen
              --redis <url>   the queue in that Redis, and not in PostgreSQL
              --script        plays a story and prints what everybody sees
              --new           a dozen Accounts in which nothing has happened yet, instead of a company's eight weeks: ready sooner
              --connected     in front of Cyclr's cloud, for which a second instance stands, with faults and stories of it
              --socket        Slack delivers over Socket Mode instead of HTTP
              --log <level>   the program's own log as well: info, debug`;

const { values } = readArguments();
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());

// npm's shell keeps SIGTERM to itself, and an exec before node is no word of Windows: who has lost its parent ends as well.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && stopping.abort(), 500).unref();

print("Starting PostgreSQL, a mailbox, a Slack workspace, bot, worker and web …");
const postgres = startPostgres();
// Whoever waits for it below is told.
postgres.catch(() => undefined);
// The program is loaded while PostgreSQL makes its files: each takes a second, of another core.
const { runDemo } = await import("./demo/run-demo.ts");
await runDemo(values, { postgres, print, stopping: stopping.signal });
process.exit();

function readArguments() {
  const options = {
    prompt: { type: "boolean" },
    page: { type: "boolean" },
    "no-open": { type: "boolean" },
    script: { type: "boolean" },
    new: { type: "boolean" },
    connected: { type: "boolean" },
    socket: { type: "boolean" },
    redis: { type: "string" },
    log: { type: "string" },
    help: { type: "boolean" },
  } as const;
  try {
    const read = parseArgs({ options });
    if (!read.values.help) return read;
    process.stdout.write(`${usage}\n`);
    process.exit();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}\n`);
    process.exit(1);
  }
}

import process from "node:process";
import { parseArgs } from "node:util";
import { startWorkspacePage } from "./browser/start-workspace-page.ts";
import { runConsole, whereThingsAre } from "./demo/run-console.ts";
import { openBrowser } from "./demo/open-browser.ts";
import { type Demo, startDemo } from "./demo/console-commands.ts";
import { playStory } from "./demo/story.ts";

const usage = `npm run demo                  everything on this machine, to try by hand: a workspace in the browser
npm run demo -- --prompt      the same at this terminal's prompt, as where the output is no terminal
              --page          the browser's workspace, whatever the output is
              --no-open       without opening the browser, as over SSH, in CI and without a screen
              --redis <url>   the queue in that Redis, and not in PostgreSQL
              --script        plays a story and prints what everybody sees
              --new           a dozen Accounts in which nothing has happened yet, instead of a company's eight weeks: ready sooner
              --socket        Slack delivers over Socket Mode instead of HTTP
              --log <level>   the program's own log as well: info, debug`;

const { values } = readArguments();
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());

// npm's shell keeps SIGTERM to itself, and an exec before node is no word of Windows: who has lost its parent ends as well.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && stopping.abort(), 500).unref();

const settings = { LOG_LEVEL: values.log ?? "fatal", RETRY_FIRST_SECONDS: "1" };
print("Starting PostgreSQL, a mailbox, a Slack workspace, bot, worker and web …");
const showsPage = !values.script && !values.prompt && (values.page || process.stdout.isTTY);
const mode = values.socket ? "socket" : "http";
// The story counts on Accounts in which nothing has happened yet.
const company = values.script || values.new ? "small" : "living";
// What is looked at in a browser can be taken away there, and a process can only be killed where it is one.
const apart = { workerApart: showsPage, cuttable: showsPage };
const options = { mode, company, ...apart, ...(values.redis && { redisUrl: values.redis }) } as const;
const demo = await Promise.race([startDemo(options, settings), stopped()]);
if (!demo) {
  // What was started by then ends with this process.
  print("Stopping …");
  process.exit();
}
if (values.script) await Promise.race([tell(demo), stopped()]);
else if (showsPage) await showPage(demo);
else await runConsole(demo, print, stopping.signal);
print("Stopping …");
await demo.stop();
process.exit();

function stopped(): Promise<void> {
  const { signal } = stopping;
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve());
  });
}

async function showPage(demo: Demo): Promise<void> {
  const page = await startWorkspacePage(demo);
  print(whereThingsAre(demo));
  const { platform, env } = process;
  if (!values["no-open"]) openBrowser(page.url, { platform, env, isTerminal: process.stdout.isTTY });
  print(`Open the workspace in your browser:\n\n  ${page.url}\n\nCtrl-C ends it.`);
  await stopped();
  await page.stop();
}

async function tell(demo: Demo): Promise<void> {
  try {
    await playStory(demo, print);
    print("\nThe story went as told.\n");
  } catch (error) {
    print(`\nThe story differs: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

function readArguments() {
  const options = {
    prompt: { type: "boolean" },
    page: { type: "boolean" },
    "no-open": { type: "boolean" },
    script: { type: "boolean" },
    new: { type: "boolean" },
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

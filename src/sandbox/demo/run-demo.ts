import process from "node:process";
import { startWorkspacePage } from "../browser/start-workspace-page.ts";
import type { SandboxPostgres } from "../postgres.ts";
import { type Demo, startDemo } from "./console-commands.ts";
import { openBrowser } from "./open-browser.ts";
import { runConsole, whereThingsAre } from "./run-console.ts";
import { playStory } from "./story.ts";

/** What stands behind `npm run demo --`. */
export interface DemoWords {
  prompt?: boolean | undefined;
  page?: boolean | undefined;
  "no-open"?: boolean | undefined;
  script?: boolean | undefined;
  new?: boolean | undefined;
  connected?: boolean | undefined;
  socket?: boolean | undefined;
  redis?: string | undefined;
  log?: string | undefined;
}

interface Surroundings {
  postgres: Promise<SandboxPostgres>;
  print: (line: string) => void;
  stopping: AbortSignal;
}

/** Starts everything, shows it in the way that was asked for, and ends it once that is over or `stopping` is aborted. */
export async function runDemo(words: DemoWords, { postgres, print, stopping }: Surroundings): Promise<void> {
  const settings = { LOG_LEVEL: words.log ?? "fatal", RETRY_FIRST_SECONDS: "1" };
  const showsPage = !words.script && !words.prompt && (words.page || process.stdout.isTTY);
  const mode = words.socket ? "socket" : "http";
  // The story counts on Accounts in which nothing has happened yet.
  const company = words.script || words.new ? "small" : "living";
  // What is looked at in a browser can be taken away there, and a process can only be killed where it is one.
  const apart = { workerApart: showsPage, cuttable: showsPage };
  const redis = words.redis && { redisUrl: words.redis };
  const cloud = words.connected ?? false;
  const stopped = untilAborted(stopping);
  const demo = await Promise.race([
    startDemo({ mode, company, postgres, cloud, ...apart, ...redis }, settings),
    stopped,
  ]);
  // What was started by a stop before that ends with this process.
  if (!demo) return print("Stopping …");
  if (words.script) await Promise.race([tell(demo, print), stopped]);
  else if (showsPage) await showPage(demo, { print, stopped, opens: !words["no-open"] });
  else await runConsole(demo, print, stopping);
  print("Stopping …");
  await demo.stop();
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve());
  });
}

interface Showing {
  print: (line: string) => void;
  stopped: Promise<void>;
  opens: boolean;
}

async function showPage(demo: Demo, { print, stopped, opens }: Showing): Promise<void> {
  const page = await startWorkspacePage(demo);
  print(whereThingsAre(demo));
  const { platform, env } = process;
  if (opens) openBrowser(page.url, { platform, env, isTerminal: process.stdout.isTTY });
  print(`Open the workspace in your browser:\n\n  ${page.url}\n\nCtrl-C ends it.`);
  await stopped;
  await page.stop();
}

async function tell(demo: Demo, print: (line: string) => void): Promise<void> {
  try {
    await playStory(demo, print);
    print("\nThe story went as told.\n");
  } catch (error) {
    print(`\nThe story differs: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

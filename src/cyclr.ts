import { print, type Tool, withDatabase } from "./command-line-tool.ts";
import { checkCloud, untriedCalls } from "./core/cloud/check-cloud.ts";
import { importCloud } from "./core/cloud/import-cloud.ts";
import { progressWords, summaryWords } from "./core/cloud/import-words.ts";
import { readCloudConfig, readDatabaseConfig } from "./core/config.ts";
import type { OperatorContext } from "./core/context.ts";
import type { Cloud } from "./core/kernel/cloud/cloud.ts";
import { changeWords, cloudChange } from "./core/kernel/cloud/cloud-change.ts";
import { cloudPace } from "./core/kernel/cloud/cloud-pace.ts";
import { openEffects, retryFailedEffects } from "./core/kernel/requests/cloud-effect.ts";
import { ExternalError } from "./core/kernel/external-error.ts";
import { SetupError } from "./core/kernel/setup-error.ts";
import { eraseAction, eraseOptions } from "./erase-command.ts";
import { readEnv } from "./read-env.ts";

const usage = `Usage:
  npm run cyclr -- check
  npm run cyclr -- import
  npm run cyclr -- effects
  npm run cyclr -- retry
  npm run cyclr -- erase <user ID | e-mail | id> [--also <words, …>] [--not <words, …>] [--apply --reason <why>]

check says what of your Partner Console's API works with CYCLR_API_URL, CYCLR_CLIENT_ID and CYCLR_CLIENT_SECRET, call by call. It
reads, and changes nothing, there or here. import takes over Accounts, sub-accounts, users and who is a user of what, all with the
level Access, since the API does not tell levels. It changes nothing there, and nothing that is here already. Stopped at any
moment, it goes on where it was when it is run again; run again later, it takes over what is new. effects lists what was done here and is not done there yet, or was given up; retry
has what was given up tried again. erase says where a person who is no User and no Console User any more is named, and with --apply
takes them out of it, the audit too, whose chain stays whole; --also adds words that they are told by, --not leaves some out.`;

export const cyclrTool: Tool = {
  usage,
  options: eraseOptions,
  actions: {
    erase: eraseAction,
    check: { run: () => connected({ patienceMs: 10_000 }, check) },
    effects: { run: () => withDatabase(readDatabaseConfig(readEnv()), listEffects) },
    retry: { run: () => withDatabase(readDatabaseConfig(readEnv()), retry) },
    import: { run: () => connected({ patienceMs: 600_000 }, takeOver) },
  },
};

type Work = (ctx: OperatorContext, cloud: Cloud, apiUrl: string) => Promise<void>;

async function connected(options: { patienceMs: number }, work: Work): Promise<void> {
  const config = readCloudConfig(readEnv());
  const { createCloud } = await import("./core/app.ts");
  await withDatabase(config, async (ctx) => {
    const pace = cloudPace(ctx, config.cloud.callsPerSecond);
    await work(ctx, createCloud(config.cloud, { pace, ...options }), config.cloud.apiUrl);
  });
}

async function check(_ctx: OperatorContext, cloud: Cloud, apiUrl: string): Promise<void> {
  print(`At ${apiUrl}:`);
  let failed = 0;
  for await (const { call, works, says } of checkCloud(cloud)) {
    if (works === false) failed += 1;
    print(`  ${works === null ? "-" : works ? "works" : "FAILS"}  ${call}: ${says}`);
  }
  print(`Not tried, since it would change something: ${untriedCalls.join("; ")}.`);
  if (failed > 0) throw new SetupError("Not all of it works.");
}

const tellEveryMs = 2_000;

async function takeOver(ctx: OperatorContext, cloud: Cloud, apiUrl: string): Promise<void> {
  print(`Taking over what is at ${apiUrl}. Ctrl-C stops it; run again, it goes on.`);
  let toldAt = performance.now();
  try {
    const summary = await importCloud(ctx, cloud, (progress) => {
      if (performance.now() - toldAt < tellEveryMs) return;
      toldAt = performance.now();
      print(progressWords(progress));
    });
    print(summaryWords(summary).join("\n"));
    if (summary.failed.count > 0)
      throw new SetupError("Not everything could be read. Run it again to go on.");
  } catch (error) {
    if (!(error instanceof ExternalError)) throw error;
    throw new SetupError(`${error.message} What was taken over stays. Run it again to go on.`, {
      cause: error,
    });
  }
}

const listedAtMost = 200;

async function listEffects({ db }: OperatorContext): Promise<void> {
  const effects = await openEffects(db, listedAtMost);
  if (effects.length === 0) return print("Everything that was to be done in Cyclr is done.");
  for (const { about, failedAt, trouble, attempts } of effects) {
    const stands = failedAt ? "given up" : attempts > 0 ? `waits, ${attempts} tries failed` : "waits";
    print(`${changeWords(cloudChange.parse(about))}: ${stands}${trouble ? `: ${trouble}` : ""}`);
  }
}

async function retry({ db }: OperatorContext): Promise<void> {
  const count = await retryFailedEffects(db);
  print(count === 0 ? "Nothing was given up." : `${count} begin anew; a worker takes them within seconds.`);
}

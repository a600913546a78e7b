import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { migrate } from "../../src/core/migrate.ts";
import { startPostgres } from "../../src/sandbox/postgres.ts";
import type { Part } from "../chaos/run-parts.ts";
import { type MadeCloud, startMadeCloud } from "../support/made-cloud.ts";
import { residentMb } from "./product.ts";

const made = { accounts: 10_000, membersEach: 10 };
const marks = [0.1, 0.25, 0.5, 0.75, 0.95];
/** Faster than anybody's cloud, so that it is the import that is measured. */
const callsPerSecond = 1000;

/** Taking over a cloud of 10,000 Accounts with 100,000 members, killed in the middle of it. */
export const benchImport: Part = async (print) => {
  const folder = await mkdtemp(path.join(tmpdir(), "bench-import-"));
  const postgres = await startPostgres({ durable: true, dataFolder: path.join(folder, "data") });
  const cloud = await startMadeCloud(made);
  try {
    const databaseUrl = await postgres.createDatabase("import");
    await migrate({ databaseUrl, redisUrl: undefined });
    const killed = await runImport(databaseUrl, cloud, print, made.accounts);
    const resumed = await runImport(databaseUrl, cloud, print);
    await requireAll(databaseUrl, cloud);
    const again = await runImport(databaseUrl, cloud, print);
    await requireAll(databaseUrl, cloud);
    return report({ "killed in the middle": killed, "the rest of it": resumed, "once more": again });
  } finally {
    await cloud.stop();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

interface Run {
  seconds: number;
  calls: number;
  /** Resident, at each of the marks that it came to. */
  megabytes: number[];
}

/** Runs until its end, or until it has called the cloud so many times: then it is killed. */
async function runImport(
  databaseUrl: string,
  cloud: MadeCloud,
  print: (line: string) => void,
  killAfter = Number.POSITIVE_INFINITY,
): Promise<Run> {
  const [before, began] = [cloud.calls(), performance.now()];
  const child = spawn(process.execPath, ["dist/cli.js", "cyclr", "import"], {
    env: {
      DATABASE_URL: databaseUrl,
      CYCLR_API_URL: cloud.url,
      CYCLR_CLIENT_ID: "connected",
      CYCLR_CLIENT_SECRET: "secret-of-the-cloud",
      CYCLR_CALLS_PER_SECOND: String(callsPerSecond),
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = once(child, "close");
  const whole = 2 * made.accounts;
  const megabytes: number[] = [];
  while (child.exitCode === null && child.signalCode === null) {
    const calls = cloud.calls() - before;
    const mark = marks[megabytes.length];
    if (calls >= killAfter) child.kill("SIGKILL");
    else if (mark !== undefined && calls >= mark * whole) {
      megabytes.push(await residentMb({ process: child }));
      print(`${calls} calls, ${megabytes.at(-1)?.toFixed(0)} MB`);
    }
    await sleep(200);
  }
  const [code] = (await ended) as [number | null];
  if (code !== 0 && cloud.calls() - before < killAfter) throw new Error(`The import ended with ${code}`);
  return { seconds: (performance.now() - began) / 1000, calls: cloud.calls() - before, megabytes };
}

async function requireAll(databaseUrl: string, cloud: MadeCloud): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ accounts: number; memberships: number }>(
    `SELECT (SELECT count(*)::int FROM "Account") AS accounts, (SELECT count(*)::int FROM "Membership") AS memberships`,
  );
  await client.end();
  const [kept] = rows;
  if (kept?.accounts !== cloud.accounts || kept.memberships !== cloud.memberships)
    throw new Error(`${kept?.accounts} Accounts and ${kept?.memberships} memberships were taken over`);
}

function report(runs: Record<string, Run>): string {
  const round = runs["once more"]?.calls ?? 0;
  const head = ["run", "took", "calls", "calls an Account", ...marks.map((mark) => `MB at ${mark * 100} %`)];
  const rows = Object.entries(runs).map(([name, { seconds, calls, megabytes }]) => [
    name,
    `${seconds.toFixed(0)} s`,
    calls.toLocaleString("en"),
    (calls / made.accounts).toFixed(2),
    ...marks.map((_mark, at) => megabytes[at]?.toFixed(0) ?? ""),
  ]);
  return [
    `\`npm run cyclr -- import\` of ${made.accounts.toLocaleString("en")} Accounts with ${made.membersEach} members each, from a cloud that answers at once and allows ${callsPerSecond} calls a second; the first run is killed with SIGKILL in the middle. PostgreSQL with fsync. Resident memory of the process, at shares of ${(2 * made.accounts).toLocaleString("en")} calls.`,
    "",
    ...[head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`),
    "",
    `At 5 calls a second a whole round takes ${(round / 5 / 3600).toFixed(1)} hours, which leaves ${(100 - round / 5 / 864).toFixed(0)} % of a day's calls to changes.`,
  ].join("\n");
}

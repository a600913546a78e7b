import path from "node:path";
import process from "node:process";
import { Client } from "pg";
import type { Part } from "../chaos/run-parts.ts";
import { apiBench, type BenchCall, type ReadyCall } from "./api-calls.ts";
import { benchEnv } from "./bench-world.ts";
import { startCalled } from "./process-calls.ts";
import { startProduct } from "./product.ts";
import { milliseconds, percentile } from "./statistics.ts";
import { large, type Size, small, withGrounds } from "./with-ground.ts";

const target = 2.5;
const samples = { read: 240, write: 120 };
const inTurns = 20;
/** What reads the whole of a table takes this long: it is called a few times alone. */
const slowMs = 500;
const slowSamples = 5;
const bareRows = 100_000;

const notes = `Web process and baseline are processes of their own; PostgreSQL has fsync. One call after the other over a kept connection, by turns of ${inTurns} in the same run, after a turn that only warms up: ${samples.read} reads and ${samples.write} writes of each kind on each side (${slowSamples} of what takes over ${slowMs} ms, because it reads a whole table). The calls are those of the table of routes, but for the verification of the whole audit. "bare" is a server of the same framework that does one thing: of a GET the query that the program takes longest for, with the same values (of a list with Total-Pages the two longest); of a POST, PUT or DELETE one row inserted, updated or deleted by its key in a table of ${bareRows.toLocaleString("en")} rows; and an Argon2id hash before where the body has a Password. It checks no token, no right, no rate, keeps no audit and answers what it has read. To reach: ${target} at most, at p50 and p99.`;

/** BENCH_SIZE=small tries it out with a thousand Users. */
const size: Size = process.env["BENCH_SIZE"] === "small" ? small : large; // oxlint-disable-line node/no-process-env -- of a bench

/** Each call of the API against its bare query, hash or row, with a million Users. */
export const benchApi: Part = (print) =>
  withGrounds(async ({ stores: [store = "PostgreSQL"], ground }) => {
    const here = await ground(size, store);
    await makeBareTable(here.databaseUrl);
    // What people would have to approve first is done at once, as the other calls are.
    const env = { ...benchEnv(here), APPROVAL_POLICY: '{"rules": []}' };
    const [web, bare] = [
      await startProduct("web", env),
      await startCalled(path.join(import.meta.dirname, "bare-api.js"), env),
    ];
    const bench = await apiBench(env);
    const barePort = await bare.call<number>("port");
    const rows: string[] = [];
    let missed = 0;
    try {
      for (const call of bench.calls) {
        await bare.call("plan", call.bare);
        const times = await compare(call, { program: web.port, bare: barePort });
        const ratios = [0.5, 0.99].map(
          (share) => percentile(times.program, share) / percentile(times.bare, share),
        );
        const met = ratios.every((ratio) => ratio <= target);
        if (!met) missed += 1;
        const row = `| \`${call.name}\` | ${cells(times.program)} | ${cells(times.bare)} | ${ratios.map((one) => one.toFixed(2)).join(" | ")} | ${met ? "met" : "**missed**"} |`;
        print(row);
        rows.push(row);
      }
    } finally {
      await bench.close();
      await Promise.all([web.stop(), bare.stop()]);
    }
    const head =
      "| call | p50 | p99 | bare p50 | bare p99 | ratio p50 | ratio p99 | |\n| --- | --- | --- | --- | --- | --- | --- | --- |";
    const sum = `${rows.length - missed} of ${rows.length} calls are within ${target}, at ${size.name} Users, queue on ${store}.`;
    return `${notes}\n\n${sum}\n\n${head}\n${rows.join("\n")}`;
  });

const cells = (times: number[]) =>
  [0.5, 0.99].map((share) => milliseconds(percentile(times, share))).join(" | ");

type Who = "program" | "bare";

async function compare(call: BenchCall, ports: Record<Who, number>): Promise<Record<Who, number[]>> {
  const times: Record<Who, number[]> = { program: [], bare: [] };
  const first = await timed(call, ports.program, await call.prepare());
  const calls = first > slowMs ? 1 : inTurns;
  const turns = first > slowMs ? slowSamples : (call.isWrite ? samples.write : samples.read) / inTurns;
  for (let turn = 0; turn <= turns; turn += 1) {
    const who: Who[] = turn % 2 === 0 ? ["program", "bare"] : ["bare", "program"];
    for (const one of who) {
      const taken = await takeTurn(call, ports[one], { isProgram: one === "program", calls });
      // The first only warms up.
      if (turn > 0) times[one].push(...taken);
    }
  }
  return times;
}

/** One after the other, each prepared before it is timed. */
async function takeTurn(
  call: BenchCall,
  port: number,
  { isProgram, calls }: { isProgram: boolean; calls: number },
): Promise<number[]> {
  const times: number[] = [];
  let ready = await call.prepare();
  for (let count = 0; count < calls; count += 1) {
    // What the program has changed it cannot change again; the baseline does not look at what it is sent.
    if (count > 0 && call.isWrite && isProgram) ready = await call.prepare();
    times.push(await timed(call, port, ready));
  }
  return times;
}

async function timed({ name }: BenchCall, port: number, { path: at, init }: ReadyCall): Promise<number> {
  const began = performance.now();
  const answer = await fetch(`http://127.0.0.1:${port}${at}`, init);
  const text = await answer.text();
  const took = performance.now() - began;
  if (!answer.ok) throw new Error(`${name} answers ${answer.status}: ${text.slice(0, 300)}`);
  return took;
}

async function makeBareTable(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    `CREATE TABLE "Bare" (id bigserial PRIMARY KEY, body jsonb NOT NULL, at timestamptz DEFAULT now())`,
  );
  await client.query(
    `INSERT INTO "Bare" (body) SELECT '{"body": "made"}' FROM generate_series(1, ${bareRows})`,
  );
  await client.query(`VACUUM ANALYZE "Bare"`);
  await client.end();
}

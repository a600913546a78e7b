import { rm, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "pg";
import { applyMigrations } from "../../src/core/adapters/migrations.ts";
import { createPool, PipeliningClient } from "../../src/core/adapters/postgres-pool.ts";
import { startPostgres } from "../../src/sandbox/postgres.ts";
import type { Part } from "../chaos/run-parts.ts";

const measuredMs = 4_000;
const rounds = 3;
const columns = `("actorKind", "actorName", "surface", "action", "subjectKind", "after")
  VALUES ('system', 'bench', 'job', 'tested', 'test', '{"a": 1}')`;
const audited = `INSERT INTO "AuditEvent" ${columns}`;
const unchained = `INSERT INTO "Unchained" ${columns}`;

const notes = `One row a transaction, each writer with a connection of its own, on a PostgreSQL with fsync. They are sealed meanwhile, as a worker does it: every second, and what is left within the time that is measured. "Unchained" is the same table without its triggers, which nobody seals. By turns, ${rounds} rounds of ${measuredMs / 1000} s; medians.`;

/** Audited rows a second, held against the same inserts into a table without the chain. */
export const benchAudit: Part = async (print) => {
  const folder = await mkdtemp(path.join(tmpdir(), "bench-audit-"));
  const postgres = await startPostgres({ dataFolder: path.join(folder, "data"), durable: true });
  try {
    await applyMigrations(postgres.url);
    const plain = new Pool({ connectionString: postgres.url, max: 1 });
    await plain.query(`CREATE TABLE "Unchained" (LIKE "AuditEvent" INCLUDING DEFAULTS INCLUDING INDEXES)`);
    await plain.query(
      `CREATE SEQUENCE "Unchained_id_seq"; ALTER TABLE "Unchained" ALTER "id" SET DEFAULT nextval('"Unchained_id_seq"')`,
    );
    const flushMs = await flushTime(plain);
    const lines = [];
    for (const writers of [8, 24]) lines.push(await compare(postgres.url, writers, print));
    await plain.end();
    return `${notes} A commit alone takes ${flushMs.toFixed(1)} ms here.\n\n| writers | audited rows a second | unchained | ratio |\n| --- | --- | --- | --- |\n${lines.join("\n")}`;
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

async function flushTime(pool: Pool): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < 50; at += 1) {
    const began = performance.now();
    await pool.query(unchained);
    times.push(performance.now() - began);
  }
  return median(times);
}

async function compare(url: string, writers: number, print: (line: string) => void): Promise<string> {
  const ours = createPool(url, { max: writers, Client: PipeliningClient });
  const bare = createPool(url, { max: writers });
  const sealer = createPool(url, { max: 1 });
  // A busy machine may stop PostgreSQL before all of their connections have closed.
  for (const pool of [ours, bare, sealer]) pool.on("error", () => undefined);
  const rates: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    rates[0].push(await rate(ours, audited, writers, sealer));
    rates[1].push(await rate(bare, unchained, writers));
    print(`${writers} writers: ${rates.map((all) => Math.round(all.at(-1) ?? 0)).join(" / ")} rows a second`);
  }
  await Promise.all([ours.end(), bare.end(), sealer.end()]);
  const [ofAudit = 0, ofBare = 0] = rates.map(median);
  return `| ${writers} | ${Math.round(ofAudit)} | ${Math.round(ofBare)} | ${(ofAudit / ofBare).toFixed(2)} |`;
}

/** Where `sealer` is given, all that was written is sealed by it within the time that counts. */
async function rate(pool: Pool, sql: string, writers: number, sealer?: Pool): Promise<number> {
  let rows = 0;
  const began = performance.now();
  const until = began + measuredMs;
  const statement = { text: sql, name: sql.slice(0, 30) };
  const sealed = sealer && sealEverySecond(sealer, until);
  await Promise.all(
    Array.from({ length: writers }, async () => {
      while (performance.now() < until) {
        await pool.query(statement);
        rows += 1;
      }
    }),
  );
  await sealed;
  if (sealer) await seal(sealer);
  return (rows * 1000) / (performance.now() - began);
}

async function sealEverySecond(sealer: Pool, until: number): Promise<void> {
  while (performance.now() + 1_000 < until) {
    await sleep(1_000);
    await seal(sealer);
  }
}

async function seal(sealer: Pool): Promise<void> {
  for (let sealed = 1; sealed > 0;) {
    const { rows } = await sealer.query<{ sealed: number }>('SELECT audit_seal(1000) AS "sealed"');
    sealed = rows[0]?.sealed ?? 0;
  }
}

const median = (all: number[]): number => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;

import { createHash } from "node:crypto";
import process from "node:process";
import { serve } from "@hono/node-server";
import { hash } from "@node-rs/argon2";
import { Hono } from "hono";
import type { AddressInfo } from "node:net";
import { Pool } from "pg";
import { serveCalls } from "./process-calls.ts";

/** What one call comes to when nothing else is done: its query, its hash, or one row written. */
export interface BareWork {
  reads: { text: string; values: unknown[] }[];
  writes?: "insert" | "update" | "delete" | undefined;
  hashes: boolean;
}

const env = process.env; // oxlint-disable-line node/no-process-env -- an entry point
const pool = new Pool({ connectionString: env["DATABASE_URL"] ?? "", max: 10 });
const argon2id = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
let work: BareWork = { reads: [], hashes: false };
let serial = 0;

const writing = {
  insert: `INSERT INTO "Bare" (body) VALUES ($1) RETURNING id`,
  update: `UPDATE "Bare" SET body = $1 WHERE id = $2 RETURNING id`,
  delete: `DELETE FROM "Bare" WHERE id = $2 AND $1::jsonb IS NOT NULL RETURNING id`,
};

async function write(how: keyof typeof writing, body: string): Promise<unknown> {
  serial += 1;
  const values = how === "insert" ? [body] : [body, serial];
  return (await pool.query({ name: how, text: writing[how], values })).rows;
}

const app = new Hono();
app.all("/*", async (c) => {
  const body = await c.req.text();
  if (work.hashes) await hash("seven quiet herons", argon2id);
  const read: unknown[] = [];
  for (const { text, values } of work.reads)
    read.push(
      (await pool.query({ name: createHash("sha256").update(text).digest("base64url"), text, values })).rows,
    );
  const written = work.writes ? await write(work.writes, JSON.stringify({ body })) : [];
  return c.json({ read, written });
});
const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
await new Promise((resolve) => server.once("listening", resolve));

serveCalls({
  port: () => (server.address() as AddressInfo).port,
  plan: (given: BareWork) => void (work = given),
});

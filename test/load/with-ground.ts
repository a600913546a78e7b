import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type SandboxPostgres, startPostgres } from "../../src/sandbox/postgres.ts";
import { findRedisServer } from "../support/requirements.ts";
import { startRedis } from "../support/redis-server.ts";
import { type Ground, startSandboxProcess } from "./bench-world.ts";
import type { SlackFacts } from "./slack-commands.ts";
import { seedMany } from "./seed-many.ts";

export interface Size {
  name: string;
  users: number;
  accounts: number;
  /** Ended ones, each with its card. */
  requests: number;
  audited: number;
}

export const small: Size = { name: "1,000", users: 1_000, accounts: 100, requests: 100, audited: 1_000 };
export const large: Size = {
  name: "1,000,000",
  users: 1_000_000,
  accounts: 100_000,
  requests: 100_000,
  audited: 1_000_000,
};

export interface Grounds {
  stores: string[];
  /** A database of that size, and a queue, both to itself. */
  ground: (size: Size, store: string) => Promise<Ground>;
}

/** PostgreSQL with fsync, Redis, Slack and a mailbox for a bench, each a process of its own. */
export async function withGrounds(work: (grounds: Grounds) => Promise<string>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "bench-"));
  const dataFolder = path.join(folder, "data");
  const postgres = await startPostgres({ maxConnections: 400, durable: true, dataFolder });
  const redis = findRedisServer() ? await startRedis() : undefined;
  const sandbox = await startSandboxProcess();
  const slack = await sandbox.call<SlackFacts>("about");
  const templates = new Map<Size, string>();
  try {
    return await work({
      stores: redis ? ["Redis", "PostgreSQL"] : ["PostgreSQL"],
      async ground(size, store) {
        const template = templates.get(size) ?? (await seeded(postgres, size, slack));
        templates.set(size, template);
        const name = `${template}_${store.toLowerCase()}`;
        const databaseUrl = await postgres.createDatabase(name, { template });
        return { sandbox, slack, databaseUrl, ...(store === "Redis" && redis && { redisUrl: redis.url }) };
      },
    });
  } finally {
    await sandbox.stop();
    await redis?.stop();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function seeded(postgres: SandboxPostgres, size: Size, slack: SlackFacts): Promise<string> {
  const name = `users_${size.users}`;
  await seedMany(await postgres.createDatabase(name), size, slack);
  return name;
}

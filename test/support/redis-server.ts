import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Redis } from "ioredis";
import { freePort } from "../../src/sandbox/free-port.ts";

export interface RedisServer {
  url: string;
  port: number;
  stop(): Promise<void>;
}

/** A real Redis server on 127.0.0.1, as production has it: append-only file, no eviction. */
export async function startRedis(given: { port?: number; folder?: string } = {}): Promise<RedisServer> {
  const port = given.port ?? (await freePort());
  const folder = given.folder ?? (await mkdtemp(path.join(tmpdir(), "redis-")));
  const settings = {
    port,
    bind: "127.0.0.1",
    dir: folder,
    appendonly: "yes",
    "maxmemory-policy": "noeviction",
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = spawn("redis-server", [...args, "--save", ""], { stdio: "ignore" });
  const url = `redis://127.0.0.1:${port}`;
  await answers(url);
  return {
    url,
    port,
    async stop() {
      await ended(server);
      if (!given.folder) await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<void> {
  const redis = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: 200 });
  redis.on("error", () => undefined);
  await redis.ping();
  redis.disconnect();
}

function ended(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null) return resolve();
    server.once("exit", () => resolve());
    server.kill();
  });
}

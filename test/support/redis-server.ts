import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { onSomePort, PortTaken } from "../../src/sandbox/postgres.ts";

export interface RedisServer {
  url: string;
  port: number;
  stop(): Promise<void>;
}

/**
 * A real Redis server on 127.0.0.1, as production has it: append-only file, no eviction. Throws PortTaken where the port
 * that it was given belongs to somebody else.
 */
export async function startRedis(given: { port?: number; folder?: string } = {}): Promise<RedisServer> {
  const folder = given.folder ?? (await mkdtemp(path.join(tmpdir(), "redis-")));
  const start = async (port: number): Promise<RedisServer> => {
    const server = await runRedis({ port, dir: folder, appendonly: "yes" });
    return {
      url: `redis://127.0.0.1:${port}`,
      port,
      async stop() {
        await endRedis(server);
        if (!given.folder) await rm(folder, { recursive: true, force: true });
      },
    };
  };
  return given.port === undefined ? onSomePort(start) : start(given.port);
}

/** A redis-server with these settings, once it takes connections itself: at a taken port another one would answer. */
export async function runRedis(settings: Record<string, string | number>): Promise<ChildProcess> {
  const all = { bind: "127.0.0.1", save: "", "maxmemory-policy": "noeviction", ...settings };
  const args = Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]);
  const server = spawn("redis-server", args, { stdio: ["ignore", "pipe", "ignore"] });
  const log: string[] = [];
  await new Promise<void>((resolve, reject) => {
    createInterface(server.stdout).on("line", (line) => {
      if (line.includes("Ready to accept connections")) resolve();
      if (log.push(line) > 20) log.shift();
    });
    server.once("error", reject);
    server.once("close", () => {
      const words = `Redis did not start: ${log.join("\n")}`;
      reject(words.includes("already in use") ? new PortTaken(words) : new Error(words));
    });
  });
  return server;
}

export function endRedis(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) return resolve();
    server.once("exit", () => resolve());
    server.kill();
  });
}

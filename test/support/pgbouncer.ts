import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { once } from "node:events";
import { chmod, chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { onSomePort, PortTaken } from "../../src/sandbox/postgres.ts";
import { findAccount } from "../../src/sandbox/postgres/create-cluster.ts";
import { findPgBouncer } from "./requirements.ts";

export type PoolMode = "session" | "transaction" | "statement";

export interface PgBouncer {
  /** The address of the database behind it. */
  url: string;
  stop(): Promise<void>;
}

/** A real PgBouncer before this database, with its settings as they come, or these; a `listen_port` is to be free. */
export function startPgBouncer(
  databaseUrl: string,
  mode: PoolMode,
  settings: Record<string, string | number> = {},
): Promise<PgBouncer> {
  const { listen_port: given } = settings;
  if (typeof given === "number") return startAt(given, databaseUrl, mode, settings);
  return onSomePort((port) => startAt(port, databaseUrl, mode, settings));
}

async function startAt(
  port: number,
  databaseUrl: string,
  mode: PoolMode,
  settings: Record<string, string | number>,
): Promise<PgBouncer> {
  const target = new URL(databaseUrl);
  const folder = await mkdtemp(path.join(os.tmpdir(), "pgbouncer-"));
  const file = path.join(folder, "pgbouncer.ini");
  const behind = `host=${target.hostname} port=${target.port} user=${target.username} password=${target.password}`;
  const all = {
    listen_addr: "127.0.0.1",
    listen_port: port,
    unix_socket_dir: "",
    auth_type: "any",
    pool_mode: mode,
    default_pool_size: 60,
    max_client_conn: 300,
    ...settings,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}`);
  await writeFile(file, ["[databases]", `* = ${behind}`, "[pgbouncer]", ...lines, ""].join("\n"));
  // It refuses to run as root.
  const account = findAccount();
  if (account) for (const one of [folder, file]) await chown(one, account.uid, account.gid);
  await chmod(file, 0o600);
  const server = spawn(findPgBouncer() ?? "pgbouncer", [file], {
    ...account,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = once(server, "exit");
  await untilListening(server);
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${port}`;
  return {
    url: url.href,
    async stop() {
      server.kill("SIGKILL");
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

/** Its own word for it: at a taken port somebody else would answer. */
function untilListening(server: ChildProcessByStdio<null, null, Readable>): Promise<void> {
  const log: string[] = [];
  return new Promise((resolve, reject) => {
    createInterface(server.stderr).on("line", (line) => {
      if (/ LOG listening on /u.test(line)) resolve();
      if (log.push(line) > 20) log.shift();
    });
    server.once("error", reject);
    server.once("close", () => {
      const words = `PgBouncer did not start: ${log.join("\n")}`;
      reject(/already in use/iu.test(words) ? new PortTaken(words) : new Error(words));
    });
  });
}

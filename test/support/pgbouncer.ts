import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { connect } from "node:net";
import { freePort } from "../../src/sandbox/free-port.ts";
import { findAccount } from "../../src/sandbox/postgres/account.ts";
import { findPgBouncer } from "./requirements.ts";
import { until } from "./until.ts";

export type PoolMode = "session" | "transaction" | "statement";

export interface PgBouncer {
  /** The address of the database behind it. */
  url: string;
  stop(): Promise<void>;
}

/** A real PgBouncer before this database, with its settings as they come, or these. */
export async function startPgBouncer(
  databaseUrl: string,
  mode: PoolMode,
  settings: Record<string, string | number> = {},
): Promise<PgBouncer> {
  const target = new URL(databaseUrl);
  const [port, folder] = [await freePort(), await mkdtemp(path.join(os.tmpdir(), "pgbouncer-"))];
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
  const server = spawn(findPgBouncer() ?? "pgbouncer", ["-q", file], { ...account, stdio: "ignore" });
  const ended = once(server, "exit");
  await until(() => listens(port), 10_000);
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

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(port, "127.0.0.1");
    probe.once("connect", () => resolve(true)).once("error", () => resolve(false));
    probe.once("connect", () => probe.destroy());
  });
}

import { spawnSync } from "node:child_process";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { findAccount } from "../../src/sandbox/postgres/create-cluster.ts";

/** A PostgreSQL of the machine's own, with pg_dump and pg_restore of its version beside it. */
export interface OwnPostgres {
  /** Where its programs are. */
  bin: string;
  /** Of a superuser, in the database `postgres`. */
  url: string;
  stop(): Promise<void>;
}

/** Starts one with the programs of this folder, on data of its own. */
export async function startOwnPostgres(bin: string): Promise<OwnPostgres> {
  const account = findAccount();
  const folder = await mkdtemp(path.join(os.tmpdir(), "own-postgres-"));
  if (account) await chown(folder, account.uid, account.gid);
  const data = path.join(folder, "data");
  const port = await freePort();
  const run = (program: string, args: string[]) => {
    const { status, stderr } = spawnSync(path.join(bin, program), args, {
      ...account,
      cwd: folder,
      env: { LC_ALL: "C" },
      encoding: "utf8",
      // The server keeps what it inherits open, and nothing would come to its end.
      stdio: program === "pg_ctl" ? "ignore" : "pipe",
    });
    if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  };
  run("initdb", ["-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]);
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off`;
  run("pg_ctl", ["-D", data, "-w", "-o", options, "start"]);
  return {
    bin,
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      run("pg_ctl", ["-D", data, "-m", "immediate", "-w", "stop"]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

import { rm } from "node:fs/promises";
import { Client, escapeIdentifier } from "pg";
import { type Account, findAccount, prepareDataFolder, prepareCluster } from "./postgres/create-cluster.ts";
import { type Binaries, findBinaries } from "./postgres/find-binaries.ts";
import { type Server, superviseServer } from "./postgres/supervise-server.ts";
import { randomInt } from "node:crypto";

/** The port belongs to somebody else by now. */
export class PortTaken extends Error {
  override readonly name = "PortTaken";
}

/**
 * For a server that cannot choose its port itself, or has to come back at the same one: starts it at a port that no system
 * hands out to others, neither for listening at 0 nor for a connection (they begin at 32768), and at another where it is taken.
 * Whatever can listen at port 0 does that, and is asked which one it was.
 */
export async function onSomePort<Server>(start: (port: number) => Promise<Server>): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(randomInt(16_000, 32_768));
    } catch (error) {
      if (!(error instanceof PortTaken) || attempt === 10) throw error;
    }
  }
}

export interface SandboxPostgres {
  url: string;
  /** Returns the URL of the new database. */
  createDatabase(name: string, options?: { template?: string }): Promise<string>;
  dropDatabase(name: string): Promise<void>;
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Kept at stop; without it the data goes to a temporary folder that is removed. */
  dataFolder?: string;
  port?: number;
  /** Whether the data survives a crash of the machine; off by default, because it is slower. */
  durable?: boolean;
  maxConnections?: number;
}

/** Starts a real PostgreSQL on 127.0.0.1, also as root. It ends with `stop()`, or with our own process. */
export async function startPostgres(options: PostgresOptions = {}): Promise<SandboxPostgres> {
  const account = findAccount();
  const binaries = await findBinaries(account);
  const start = (port: number) => startOnPort(port, binaries, account, options);
  return options.port === undefined ? onSomePort(start) : start(options.port);
}

async function startOnPort(
  port: number,
  { initdb, postgres }: Binaries,
  account: Account | undefined,
  options: PostgresOptions,
): Promise<SandboxPostgres> {
  const folder = await prepareDataFolder(options.dataFolder, account);
  const disposable = options.dataFolder === undefined ? folder : undefined;
  try {
    const { data, password, creation } = await prepareCluster(
      initdb,
      folder,
      account,
      options.durable ?? false,
    );
    const args = ["-D", data, ...settings(port, options)];
    const server = await superviseServer({ creation, postgres, args, data, account, disposable });
    return sandbox(server, `postgresql://postgres:${password}@127.0.0.1:${port}`);
  } catch (error) {
    if (disposable) await rm(disposable, { recursive: true, force: true });
    const message = error instanceof Error ? error.message : "";
    throw message.includes("could not bind") ? new PortTaken(message, { cause: error }) : error;
  }
}

function settings(port: number, { durable = false, maxConnections = 100 }: PostgresOptions): string[] {
  const speed = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
  const values = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: maxConnections,
    timezone: "UTC",
    log_timezone: "UTC",
    lc_messages: "C",
    ...(durable ? {} : speed),
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

function sandbox(server: Server, base: string): SandboxPostgres {
  const url = `${base}/postgres`;
  return {
    url,
    createDatabase: async (name, { template } = {}) => {
      const copied = template === undefined ? "" : ` TEMPLATE ${escapeIdentifier(template)}`;
      await query(url, `CREATE DATABASE ${escapeIdentifier(name)}${copied}`);
      return `${base}/${encodeURIComponent(name)}`;
    },
    dropDatabase: (name) => query(url, `DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`),
    stop: () => server.stop(),
  };
}

async function query(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import type { Account } from "./account.ts";

export interface Cluster {
  data: string;
  password: string;
  /** The initdb that has to run first, unless an earlier start has. */
  creation: Creation | undefined;
}

export interface Creation {
  command: string;
  args: string[];
  /** Where it works: a killed initdb leaves half a cluster, and only the rename to `data` says that it is whole. */
  draft: string;
}

/** Prepares a cluster in the folder; the password stays beside the data for the next start. */
export async function prepareCluster(
  initdb: string,
  folder: string,
  account: Account | undefined,
  durable: boolean,
): Promise<Cluster> {
  const data = path.join(folder, "data");
  const passwordFile = path.join(folder, "password");
  if (existsSync(data)) return { data, password: await readFile(passwordFile, "utf8"), creation: undefined };
  const draft = `${data}.draft`;
  await rm(draft, { recursive: true, force: true });
  const password = await writePassword(passwordFile, account);
  const args = ["-D", draft, `--pwfile=${passwordFile}`, ...initdbArgs, ...(durable ? [] : ["--no-sync"])];
  return { data, password, creation: { command: initdb, args, draft } };
}

/** Nothing of ours reaches the server: neither secrets in variables nor a locale. Windows cannot start without. */
export function serverEnvironment(): Record<string, string> | undefined {
  return process.platform === "win32" ? undefined : { LC_ALL: "C" };
}

async function writePassword(file: string, account: Account | undefined): Promise<string> {
  const password = randomBytes(24).toString("hex");
  await writeFile(file, password, { mode: 0o600 });
  if (account) await chown(file, account.uid, account.gid);
  return password;
}

const initdbArgs = [
  "--username=postgres",
  "--auth=scram-sha-256",
  "--encoding=UTF8",
  // The builtin provider is the same on every machine, whatever locales it has installed.
  "--locale=C",
  "--locale-provider=builtin",
  "--builtin-locale=C.UTF-8",
];

import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { text } from "node:stream/consumers";
import type { Account } from "./account.ts";

export interface Cluster {
  data: string;
  password: string;
}

/** Runs initdb in the folder unless an earlier start has; the password stays beside the data for the next start. */
export async function createCluster(
  initdb: string,
  folder: string,
  account: Account | undefined,
  durable: boolean,
): Promise<Cluster> {
  const data = path.join(folder, "data");
  const passwordFile = path.join(folder, "password");
  if (!existsSync(data)) {
    await writePassword(passwordFile, account);
    await runInitdb(initdb, [`--pwfile=${passwordFile}`, ...(durable ? [] : ["--no-sync"])], data, account);
  }
  return { data, password: await readFile(passwordFile, "utf8") };
}

/** Nothing of ours reaches the server: neither secrets in variables nor a locale. Windows cannot start without. */
export function serverEnvironment(): Record<string, string> | undefined {
  return process.platform === "win32" ? undefined : { LC_ALL: "C" };
}

async function writePassword(file: string, account: Account | undefined): Promise<void> {
  await writeFile(file, randomBytes(24).toString("hex"), { mode: 0o600 });
  if (account) await chown(file, account.uid, account.gid);
}

// A killed initdb leaves half a cluster, so it works under another name and the rename says that it is whole.
async function runInitdb(
  initdb: string,
  args: string[],
  data: string,
  account: Account | undefined,
): Promise<void> {
  const draft = `${data}.draft`;
  await rm(draft, { recursive: true, force: true });
  const all = [
    "-D",
    draft,
    "-U",
    "postgres",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    ...localeArgs,
    ...args,
  ];
  const child = spawn(initdb, all, {
    ...account,
    cwd: path.dirname(data),
    env: serverEnvironment(),
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
  const [code, errors] = await Promise.all([ended, text(child.stderr)]);
  if (code !== 0) throw new Error(`initdb failed: ${errors.trim()}`);
  await rename(draft, data);
}

// The builtin provider is the same on every machine, whatever locales it has installed.
const localeArgs = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];

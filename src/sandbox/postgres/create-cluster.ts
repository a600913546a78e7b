import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, readFile, rm, writeFile, mkdir, mkdtemp, readdir, realpath, symlink } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { spawnSync } from "node:child_process";
import os from "node:os";

export interface Account {
  uid: number;
  gid: number;
}

/**
 * The account the server runs under, or undefined when it simply runs under ours. PostgreSQL refuses root, so root
 * needs another one: `postgres`, created where the machine has none. Where accounts cannot be created (a read-only
 * /etc, say) it is `nobody`: shared with other daemons, but present everywhere, and a sandbox holds no real data.
 */
export function findAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const account = usable("postgres") ?? (createPostgresAccount(), usable("postgres")) ?? usable("nobody");
  if (account) return account;
  throw new Error(
    "PostgreSQL refuses to run as root, and neither a postgres nor a nobody account can be used here. " +
      "Start this as an ordinary user.",
  );
}

/** Whether the account can run this command; false as well when the command cannot be started at all. */
export function runsAs(account: Account | undefined, command: string, args: string[]): boolean {
  return spawnSync(command, args, { ...account, cwd: "/", stdio: "ignore" }).status === 0;
}

function usable(name: string): Account | undefined {
  const uid = idOf("-u", name);
  const gid = idOf("-g", name);
  if (!uid || !gid) return undefined;
  const account = { uid, gid };
  // A container without further user ids can name an account and still not switch to it.
  return runsAs(account, "/bin/sh", ["-c", "true"]) ? account : undefined;
}

function idOf(flag: "-u" | "-g", name: string): number | undefined {
  const { status, stdout } = spawnSync("id", [flag, name], { encoding: "utf8" });
  return status === 0 ? Number.parseInt(stdout, 10) : undefined;
}

function createPostgresAccount(): void {
  const options = ["--system", "--user-group", "--no-create-home", "--shell", "/sbin/nologin"];
  const { status } = spawnSync("useradd", [...options, "postgres"], { stdio: "ignore" });
  if (status !== 0) spawnSync("adduser", ["-S", "-D", "-H", "postgres"], { stdio: "ignore" });
}

const hiddenFolders = "/var/lib/cyclr-access-sandbox";

/** A folder the account owns and can enter: the given one, or a fresh temporary one. */
export async function prepareDataFolder(
  given: string | undefined,
  account: Account | undefined,
): Promise<string> {
  if (given === undefined) return temporaryFolder(account);
  await mkdir(path.dirname(given), { recursive: true });
  if (!existsSync(given)) await createFolder(given, account);
  const folder = await realpath(given);
  if (account && (await readdir(folder)).length === 0) await chown(folder, account.uid, account.gid);
  if (account && !canEnter(account, folder)) {
    throw new Error(`The account PostgreSQL runs under (uid ${account.uid}) cannot enter ${folder}.`);
  }
  return folder;
}

// Below a folder the account cannot enter (a checkout in /root, say) the data lives elsewhere, and a link says where.
async function createFolder(given: string, account: Account | undefined): Promise<void> {
  if (account === undefined || canEnter(account, path.dirname(given))) return mkdir(given, { mode: 0o700 });
  await mkdir(hiddenFolders, { recursive: true, mode: 0o755 });
  const folder = await mkdtemp(`${hiddenFolders}/`);
  await chown(folder, account.uid, account.gid);
  // A link to data that has gone may be left from before.
  await rm(given, { force: true });
  await symlink(folder, given);
}

async function temporaryFolder(account: Account | undefined): Promise<string> {
  const parents = [os.tmpdir(), "/var/tmp", "/var/lib"];
  const parent = account ? parents.find((folder) => canEnter(account, folder)) : os.tmpdir();
  const folder = await mkdtemp(path.join(parent ?? os.tmpdir(), "cyclr-access-data-"));
  if (account) await chown(folder, account.uid, account.gid);
  return folder;
}

function canEnter(account: Account, folder: string): boolean {
  return runsAs(account, "/bin/sh", ["-c", 'cd "$0"', folder]);
}

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

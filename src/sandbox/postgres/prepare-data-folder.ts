import { existsSync } from "node:fs";
import { chown, mkdir, mkdtemp, readdir, realpath, rm, symlink } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { type Account, runsAs } from "./account.ts";

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

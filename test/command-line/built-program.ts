import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, rmdir, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { inject } from "vitest";

const checkout = path.resolve(import.meta.dirname, "../..");

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

export interface BuiltProgram {
  /** Runs a tool of the program, as `npm run` does, with these variables and no others. `input` is piped in. */
  run(tool: string, words?: string[], env?: Record<string, string>, input?: string): Promise<Ran>;
  /** Runs a part of the program, such as `worker/main`, with these variables and no others. */
  start(entry: string, env: Record<string, string>, words?: string[]): Promise<Ran>;
  /** Writes a `.env` into the folder that the entries run in. */
  writeEnvFile(content: string): Promise<void>;
  remove(): Promise<void>;
}

/** The program compiled for this run alone: dist may be older than the source, and being written by others. */
export async function buildProgram(): Promise<BuiltProgram> {
  const built = path.join(inject("runFolder"), "program");
  const [cwd] = await Promise.all([mkdtemp(path.join(os.tmpdir(), "command-line-test-")), buildOnce(built)]);
  return {
    run: (tool, words = [], env = {}, input = "") =>
      run([path.join(built, "cli.js"), tool, ...words], cwd, env, input),
    start: (entry, env, words = []) => run([path.join(built, `${entry}.js`), ...words], cwd, env, ""),
    writeEnvFile: (content) => writeFile(path.join(cwd, ".env"), content),
    remove: () => rm(cwd, { recursive: true, force: true }),
  };
}

/** By the file that needs it first; the others wait for it, and the next one tries where that failed. */
async function buildOnce(built: string): Promise<void> {
  const [draft, turn] = [`${built}.draft`, `${built}.turn`];
  while (!existsSync(built)) {
    const isMine = await mkdir(turn).then(
      () => true,
      () => false,
    );
    if (!isMine) {
      await sleep(50);
      continue;
    }
    try {
      const tsc = path.join(checkout, "node_modules", ".bin", "tsc");
      const args = ["-p", "tsconfig.build.json", "--noCheck", "--outDir", draft];
      if (!existsSync(built)) await promisify(execFile)(tsc, args, { cwd: checkout });
      if (!existsSync(built)) await rename(draft, built);
    } finally {
      await rmdir(turn);
    }
  }
}

async function run(args: string[], cwd: string, env: Record<string, string>, input: string): Promise<Ran> {
  const child = spawn(process.execPath, args, { cwd, env, stdio: "pipe" });
  // What reads nothing may have ended before this is written.
  child.stdin.on("error", () => undefined).end(input);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}

import { execFileSync, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { text } from "node:stream/consumers";

const checkout = path.resolve(import.meta.dirname, "../..");

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

export interface BuiltProgram {
  /** Runs an entry of the program, as `npm run` does, with these variables and no others. `input` is piped in. */
  run(entry: string, words?: string[], env?: Record<string, string>, input?: string): Promise<Ran>;
  /** Writes a `.env` into the folder that the entries run in. */
  writeEnvFile(content: string): Promise<void>;
  remove(): Promise<void>;
}

/** The program compiled for this test alone: dist may be older than the source, and being written by others. */
export async function buildProgram(): Promise<BuiltProgram> {
  await mkdir(path.join(checkout, ".sandbox"), { recursive: true });
  const built = await mkdtemp(path.join(checkout, ".sandbox", "build-"));
  const cwd = await mkdtemp(path.join(os.tmpdir(), "command-line-test-"));
  const tsc = path.join(checkout, "node_modules", ".bin", "tsc");
  execFileSync(tsc, ["-p", "tsconfig.build.json", "--noCheck", "--outDir", built], {
    cwd: checkout,
  });
  process.once("exit", () => rmSync(built, { recursive: true, force: true }));
  return {
    run: (entry, words = [], env = {}, input = "") =>
      run([path.join(built, `${entry}.js`), ...words], cwd, env, input),
    writeEnvFile: (content) => writeFile(path.join(cwd, ".env"), content),
    remove: async () => {
      await rm(built, { recursive: true, force: true });
      await rm(cwd, { recursive: true, force: true });
    },
  };
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

import { spawnSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import process from "node:process";

/** Returns what is to be kept, as Markdown; throws where something is not as it must be. */
export type Part = (print: (line: string) => void) => Promise<string>;

/**
 * Runs the parts that are named, or all of them, and keeps what each has come to in `measurements/<command>/<part>.md`,
 * with machine, date and command. A part that fails keeps nothing, and fails the run at its end. `end` is what is left to do then.
 */
export async function runParts(
  command: string,
  asked: string[],
  parts: Record<string, Part>,
  end?: () => Promise<void>,
): Promise<void> {
  const unknown = asked.filter((name) => !(name in parts));
  if (unknown.length > 0) {
    process.stderr.write(
      `No part is called ${unknown.join(", ")}. There are: ${Object.keys(parts).join(", ")}\n`,
    );
    process.exit(2);
  }
  const chosen = Object.entries(parts).filter(([name]) => asked.length === 0 || asked.includes(name));
  const failed: string[] = [];
  for (const [name, part] of chosen) {
    process.stdout.write(`\n== ${name}\n`);
    const began = Date.now();
    const head = [`revision ${revision()}`, machine()] as const;
    try {
      const outcome = await part((line) => process.stdout.write(`${line}\n`));
      const seconds = Math.round((Date.now() - began) / 1000);
      process.stdout.write(`\n${outcome}\n\n${name}: ${seconds} s\n`);
      await keep(command, name, `${outcome.trim()}\n`, { seconds, head });
    } catch (error) {
      failed.push(name);
      process.stderr.write(`\nFAILED: ${name}\n${error instanceof Error ? error.stack : String(error)}\n`);
    }
  }
  await end?.();
  process.stdout.write(`\n${chosen.length - failed.length} passed, ${failed.length} failed\n`);
  process.exit(failed.length > 0 ? 1 : 0);
}

interface Circumstances {
  seconds: number;
  /** As they were when it began. */
  head: readonly [revision: string, machine: string];
}

async function keep(
  command: string,
  name: string,
  outcome: string,
  { seconds, head: [at, on] }: Circumstances,
): Promise<void> {
  const folder = path.join("measurements", command);
  await mkdir(folder, { recursive: true });
  const time = new Date().toISOString().slice(0, 16).replace("T", " ");
  const asked = `\`npm run ${command} -- ${name}\`, ${time} UTC, ${seconds} s, ${at}.`;
  await writeFile(path.join(folder, `${name}.md`), `# ${name}\n\n${asked}\n\n${on}.\n\n${outcome}`);
}

function machine(): string {
  const [cpu] = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  const load = os.loadavg()[0]?.toFixed(1);
  return `${cpu?.model.trim() ?? "CPU"} × ${os.cpus().length}, ${memory} GB, ${os.type()} ${os.release()}, Node ${process.version}; load average at the beginning ${load}`;
}

function revision(): string {
  const git = (...args: string[]) => spawnSync("git", args, { encoding: "utf8" }).stdout.trim();
  const changed = git("status", "--porcelain", "--", "src", "test", "prisma") ? ", with changes" : "";
  return `${git("rev-parse", "--short", "HEAD") || "unknown"}${changed}`;
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";

export interface Part {
  process: ChildProcess;
  /** What it has written to standard output and error. */
  output(): string;
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

const portOf = { bot: "PORT", worker: "WORKER_PORT", web: "WEB_PORT" } as const;

/** One of the program's processes as it is run in production, once its health check answers. */
export async function spawnPart(name: keyof typeof portOf, env: Record<string, string>): Promise<Part> {
  const child = spawn(process.execPath, [`dist/${name}/main.js`], { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const exited = once(child, "exit");
  await healthy(`http://127.0.0.1:${env[portOf[name]]}/healthz`, child, () => output);
  return {
    process: child,
    output: () => output,
    async kill(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill(signal);
      const [code] = (await exited) as [number | null];
      return code;
    },
  };
}

async function healthy(url: string, child: ChildProcess, output: () => string): Promise<void> {
  let last = "";
  for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
    last = await fetch(url).then(
      async (answer) => `${answer.status} ${await answer.text()}`,
      (error: unknown) => String(error),
    );
    if (last.startsWith("200")) return;
    if (child.exitCode !== null) break;
    await sleep(50);
  }
  child.kill("SIGKILL");
  throw new Error(`The process does not become healthy: ${last}\n${output()}`);
}

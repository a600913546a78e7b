import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";

export interface Part {
  process: ChildProcess;
  /** Where it listens, as its log says. */
  port: number;
  /** What it has written to standard output and error. */
  output(): string;
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

/** What each logs once it listens, with its port. */
const announced = { bot: "bot listens", worker: "worker takes jobs", web: "web listening" } as const;

/** One of the program's processes as it is run in production, once its health check answers. */
export async function spawnPart(name: keyof typeof announced, env: Record<string, string>): Promise<Part> {
  const child = spawn(process.execPath, [`dist/${name}/main.js`], {
    env: withPort(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const exited = once(child, "exit");
  const port = await healthyPort(name, child, () => output);
  return {
    process: child,
    port,
    output: () => output,
    async kill(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill(signal);
      const [code] = (await exited) as [number | null];
      return code;
    },
  };
}

/** It says its port in a line of level info. */
export function withPort(env: Record<string, string>): Record<string, string> {
  const told = ["info", "debug", "trace"].includes(env["LOG_LEVEL"] ?? "info");
  return told ? env : { ...env, LOG_LEVEL: "info" };
}

/** The port that a part has announced in its log; undefined until it has. */
export function portIn(output: string, name: keyof typeof announced): number | undefined {
  const line = output.split("\n").find((one) => one.includes(`"msg":"${announced[name]}`));
  return line === undefined ? undefined : Number(/"port":(\d+)/u.exec(line)?.[1]);
}

async function healthyPort(
  name: keyof typeof announced,
  child: ChildProcess,
  output: () => string,
): Promise<number> {
  let last = "";
  for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
    const port = portIn(output(), name);
    if (port !== undefined) {
      last = await fetch(`http://127.0.0.1:${port}/healthz`).then(
        async (answer) => `${answer.status} ${await answer.text()}`,
        (error: unknown) => String(error),
      );
      if (last.startsWith("200")) return port;
    }
    if (child.exitCode !== null) break;
    await sleep(50);
  }
  child.kill("SIGKILL");
  throw new Error(`The process does not become healthy: ${last}\n${output()}`);
}

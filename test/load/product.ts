import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";

export interface Product {
  process: ChildProcess;
  stop(): Promise<void>;
}

/** One of the program's processes as `npm run start:…` starts it, once its health check answers. */
export async function startProduct(
  name: "bot" | "worker",
  port: number,
  env: Record<string, string>,
  nodeOptions: string[] = [],
): Promise<Product> {
  const child = spawn(process.execPath, [...nodeOptions, ...(await startWords(name))], {
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const exited = once(child, "exit");
  process.once("exit", () => child.kill("SIGKILL"));
  for (const deadline = Date.now() + 60_000; ; await sleep(50)) {
    const healthy = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ status }) => status === 200,
      () => false,
    );
    if (healthy) break;
    if (Date.now() > deadline || child.exitCode !== null)
      throw new Error(`The ${name} does not become healthy`);
  }
  return {
    process: child,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await exited;
    },
  };
}

/** What stands behind `node` in the script. */
async function startWords(name: "bot" | "worker"): Promise<string[]> {
  const { scripts } = JSON.parse(await readFile("package.json", "utf8")) as {
    scripts: Record<string, string>;
  };
  const [program, ...words] = scripts[`start:${name}`]?.split(" ") ?? [];
  if (program !== "node") throw new Error(`npm run start:${name} does not start node`);
  return words;
}

/** Resident, in MB. */
export async function residentMb({ process: { pid } }: { process: ChildProcess }): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

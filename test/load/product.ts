import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { portIn, withPort } from "../support/spawn-part.ts";

export interface Product {
  process: ChildProcess;
  port: number;
  stop(): Promise<void>;
}

/** One of the program's processes as `npm run start:…` starts it, once its health check answers. */
export async function startProduct(
  name: "bot" | "worker" | "web",
  env: Record<string, string>,
  nodeOptions: string[] = [],
): Promise<Product> {
  const child = spawn(process.execPath, [...nodeOptions, ...(await startWords(name))], {
    env: withPort(env),
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  const read = (chunk: Buffer): void => void (output += String(chunk));
  child.stdout.on("data", read);
  const exited = once(child, "exit");
  process.once("exit", () => child.kill("SIGKILL"));
  let port: number | undefined;
  for (const deadline = Date.now() + 60_000; ; await sleep(50)) {
    port = portIn(output, name);
    if (port !== undefined && (await isHealthy(port))) break;
    if (Date.now() > deadline || child.exitCode !== null)
      throw new Error(`The ${name} does not become healthy`);
  }
  // Its further lines are taken off it, and dropped.
  child.stdout.off("data", read).resume();
  return {
    process: child,
    port,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await exited;
    },
  };
}

function isHealthy(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/healthz`).then(
    ({ status }) => status === 200,
    () => false,
  );
}

/** What stands behind `node` in the script. */
async function startWords(name: "bot" | "worker" | "web"): Promise<string[]> {
  const { scripts } = JSON.parse(await readFile("package.json", "utf8")) as {
    scripts: Record<string, string>;
  };
  const [program, ...words] = scripts[`start:${name}`]?.replace(/^exec /, "").split(" ") ?? [];
  if (program !== "node") throw new Error(`npm run start:${name} does not start node`);
  return words;
}

/** Resident, in MB. */
export async function residentMb({ process: { pid } }: { process: ChildProcess }): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

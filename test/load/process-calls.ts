import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import process from "node:process";

type Handlers = Record<string, (argument: never) => unknown>;
interface Call {
  id: number;
  name: string;
  argument: unknown;
}

/** In the child: answers calls by their name, once it has said that it is ready. */
export function serveCalls(handlers: Handlers): void {
  process.on("message", ({ id, name, argument }: Call) => {
    const handler = handlers[name] as ((argument: unknown) => unknown) | undefined;
    void Promise.resolve(handler?.(argument)).then((answer) => process.send?.({ id, answer }));
  });
  process.once("disconnect", () => process.exit(0));
  process.send?.("ready");
}

export interface Called {
  process: ChildProcess;
  call<Answer>(name: string, argument?: unknown): Promise<Answer>;
  stop(): Promise<void>;
}

/** A process of its own that answers calls. */
export async function startCalled(
  file: string,
  env: Record<string, string>,
  execArgv: string[] = [],
): Promise<Called> {
  const child = fork(file, {
    env: { ...env, NODE_ENV: "production" },
    execArgv,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  await once(child, "message");
  let serial = 0;
  const waiting = new Map<number, (answer: unknown) => void>();
  child.on("message", ({ id, answer }: { id: number; answer: unknown }) => {
    waiting.get(id)?.(answer);
    waiting.delete(id);
  });
  return {
    process: child,
    call: <Answer>(name: string, argument?: unknown) =>
      new Promise<Answer>((resolve) => {
        serial += 1;
        waiting.set(serial, resolve as (answer: unknown) => void);
        child.send({ id: serial, name, argument });
      }),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      await exited;
    },
  };
}

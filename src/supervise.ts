import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import process from "node:process";
import type { Logger } from "pino";
import { fromPart, toPart } from "./part-messages.ts";

/** In the order in which they are told to stop: what takes work in goes first, what does it last. */
const parts = ["bot", "web", "worker"] as const;
type PartName = (typeof parts)[number];

/** Each keeps to a small heap, as the scripts of package.json that start one alone. */
export const partFlags = ["--max-semi-space-size=2", "--max-old-space-size=256"];

export interface SupervisorPace {
  /** The wait before a crashed part starts again; it doubles with each crash in a row. */
  firstWaitMs: number;
  mostWaitMs: number;
  /** A part that ran so long had started well: its next crash counts as the first. */
  steadyMs: number;
  /** The worker waits so long, at most, for the others to end: what they still write it may yet do. */
  workerLingersMs: number;
  /** So long after the signal whatever still runs is killed. A part gives itself 25 seconds. */
  killAfterMs: number;
}

const usualPace: SupervisorPace = {
  firstWaitMs: 1_000,
  mostWaitMs: 30_000,
  steadyMs: 60_000,
  workerLingersMs: 3_000,
  killAfterMs: 29_000,
};

/**
 * Runs bot, worker and web as processes of their own until it is told to stop, and starts again what crashes. Returns the exit
 * code: 1 where a part did not start the first time, ended in error, or had to be killed.
 */
export async function supervise(log: Logger, pace: SupervisorPace = usualPace): Promise<number> {
  const supervisor = new Supervisor(log, pace);
  const stop = (signal: NodeJS.Signals): void => supervisor.stopOn(signal);
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, stop);
  return supervisor.run();
}

class Supervisor {
  readonly #log: Logger;
  readonly #pace: SupervisorPace;
  readonly #parts: Part[];
  readonly #stopping = new AbortController();
  #failed = false;

  constructor(log: Logger, pace: SupervisorPace) {
    this.#log = log;
    this.#pace = pace;
    const failed = (): void => {
      this.#failed = true;
      void this.#stop();
    };
    this.#parts = parts.map((name) => new Part({ name, log, pace, failed, signal: this.#stopping.signal }));
  }

  async run(): Promise<number> {
    await Promise.all(this.#parts.map((part) => part.run()));
    this.#log.info("all parts have ended");
    return this.#failed || this.#parts.some((part) => part.endedBadly) ? 1 : 0;
  }

  /** The second signal is from somebody who does not want to wait. */
  stopOn(signal: NodeJS.Signals): void {
    if (this.#stopping.signal.aborted) return this.#kill();
    this.#log.info({ signal }, "stopping all parts");
    void this.#stop();
  }

  async #stop(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    this.#stopping.abort();
    setTimeout(() => this.#kill(), this.#pace.killAfterMs).unref();
    const [worker, ...others] = this.#parts.toReversed();
    for (const part of others) part.tellToStop();
    const lingered = new Promise((resolve) => void setTimeout(resolve, this.#pace.workerLingersMs).unref());
    await Promise.race([Promise.all(others.map((part) => part.ended)), lingered]);
    worker?.tellToStop();
  }

  #kill(): void {
    for (const part of this.#parts) part.kill();
  }
}

interface PartOptions {
  name: PartName;
  log: Logger;
  pace: SupervisorPace;
  /** It did not come up the first time: whatever is wrong, starting it again cures nothing. */
  failed: () => void;
  /** Aborted when all are to stop. */
  signal: AbortSignal;
}

type Ending = [code: number | null, signal: NodeJS.Signals | null];

class Part {
  readonly #options: PartOptions;
  #child: ChildProcess | undefined;
  /** Resolves when the process that runs now has ended. */
  ended: Promise<unknown> = Promise.resolve();
  endedBadly = false;
  #everReady = false;

  constructor(options: PartOptions) {
    this.#options = options;
  }

  /** Resolves once it has ended and is not to start again. */
  async run(): Promise<void> {
    const { name, log, pace, signal, failed } = this.#options;
    for (let crashes = 1; !signal.aborted; crashes += 1) {
      const since = performance.now();
      const [code, killedBy] = await this.#start();
      if (signal.aborted) {
        this.endedBadly = code !== 0;
        return;
      }
      const how = killedBy ?? `exit code ${code}`;
      if (!this.#everReady) {
        log.fatal({ part: name }, `the ${name} did not start (${how}): all parts stop`);
        return failed();
      }
      if (performance.now() - since > pace.steadyMs) crashes = 1;
      const waitMs = Math.min(pace.firstWaitMs * 2 ** Math.min(crashes - 1, 20), pace.mostWaitMs);
      log.error({ part: name, waitMs }, `the ${name} ended (${how}): it starts again in ${waitMs / 1000} s`);
      await lapse(waitMs, signal);
    }
  }

  tellToStop(): void {
    if (this.#child?.connected) this.#child.send(toPart.stop, () => undefined);
  }

  kill(): void {
    this.#child?.kill("SIGKILL");
  }

  async #start(): Promise<Ending> {
    const { name, signal } = this.#options;
    const file = path.join(import.meta.dirname, name, `main.js`);
    const child = spawn(process.execPath, [...partFlags, file], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      // A group of its own: Ctrl-C in a terminal is for us, who stop the parts in order.
      detached: true,
    });
    this.#child = child;
    child.on("message", (message) => {
      if (message === fromPart.ready) this.#everReady = true;
    });
    const ending = new Promise<Ending>((resolve) => {
      child.once("error", () => resolve([1, null])).once("exit", (...how) => resolve(how));
    });
    this.ended = ending;
    if (signal.aborted) this.tellToStop();
    return ending;
  }
}

function lapse(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}

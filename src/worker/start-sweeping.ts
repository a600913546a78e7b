import { setTimeout as sleep } from "node:timers/promises";
import type { App } from "../core/context.ts";
import { outboxes, sweeps } from "../core/features.ts";
import { recover } from "../core/kernel/outbox/recover.ts";

interface Stoppable {
  stop(): Promise<void>;
}

/** Sweeps at an interval, outside the queue, so that a queue that lost everything is filled again. */
export function startSweeping(app: App, everyMs: number): Stoppable {
  return repeat(everyMs, async () => {
    for (const sweep of sweeps) await tried(app, sweep);
  });
}

/** So long, at most, until what a dead process held is looked for. */
const recoverEveryMs = 3_000;

/** Recovers what was lost, in a loop of its own: people wait for it, and no other sweep holds it up. */
export function startRecovering(app: App, sweepMs: number): Stoppable {
  return repeat(Math.min(recoverEveryMs, sweepMs), () => tried(app, recoverAll));
}

const recoverAll = (app: App): Promise<number> => recover(app, outboxes);

function repeat(everyMs: number, work: () => Promise<void>): Stoppable {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = async (): Promise<void> => {
    while (!signal.aborted) {
      await work();
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  };
  const running = loop();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function tried(app: App, one: (app: App) => Promise<number>): Promise<void> {
  try {
    await one(app);
  } catch (err) {
    // That the database is gone is told once, by the check itself, and not by every sweep.
    if ((await app.health.check({ anew: true })).database !== "ok") return;
    app.log.warn({ err, sweep: one.name }, "sweep failed; the next one tries again");
  }
}

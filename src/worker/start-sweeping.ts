import { setTimeout as sleep } from "node:timers/promises";
import { sealAudit } from "../core/audit/seal-audit.ts";
import type { App } from "../core/context.ts";
import { isUnreachable } from "../core/database-trouble.ts";
import { askForSteps } from "../core/cloud/steps-from-audit.ts";
import { outboxes, sweeps } from "../core/features.ts";
import { recover } from "../core/kernel/outbox/recover.ts";
import { queueDeliveries } from "../core/webhooks/queue-deliveries.ts";
import { watchSealing } from "./watch-sealing.ts";

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

/** So long, at most, an entry of the audit stands without a block. */
const sealEveryMs = 1_000;
/** At the end, for what was written meanwhile. A backlog is left to the next worker. */
const lastSealMs = 2_000;

/** Looked at so often: what stands unsealed from one time to the next is warned of. */
const watchEveryMs = 60_000;

/** Seals the audit, in a loop of its own, and once more when all else has stopped; what is sealed is told to webhooks. */
export function startSealing(app: App, sweepMs: number, watchMs = watchEveryMs): Stoppable {
  const watch = watchSealing(app, watchMs);
  const seal = (signal: AbortSignal) => tried(app, ({ db }) => sealAudit(db, signal), "sealAudit");
  const sealing = repeat(Math.min(sealEveryMs, sweepMs), async (signal) => {
    await seal(signal);
    await tried(app, (one) => queueDeliveries(one, signal), "queueDeliveries");
    await tried(app, (one) => askForSteps(one, signal), "askForSteps");
    await tried(app, watch, "watchSealing");
  });
  return {
    async stop() {
      await sealing.stop();
      await seal(AbortSignal.timeout(lastSealMs));
    },
  };
}

function repeat(everyMs: number, work: (signal: AbortSignal) => Promise<void>): Stoppable {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = async (): Promise<void> => {
    while (!signal.aborted) {
      await work(signal);
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

async function tried(app: App, one: (app: App) => Promise<number>, sweep = one.name): Promise<void> {
  try {
    const found = await one(app);
    if (found > 0) app.metrics.count("cyclr_swept_total", { sweep }, found);
  } catch (err) {
    // That the database is gone is told once, by the check itself, and not by every sweep, which may hear of it only when it
    // is back.
    const { database } = await app.health.check({ anew: true });
    if (database !== "ok" || isUnreachable(err)) return;
    app.log.warn({ err, sweep }, "sweep failed; the next one tries again");
  }
}

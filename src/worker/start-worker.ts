import { type Config, ConfigError } from "../core/config.ts";
import type { App } from "../core/context.ts";
import { isUnreachable } from "../core/database-trouble.ts";
import { serveHealth } from "../core/answer-health.ts";
import { type Job, type Lane, RescheduleJob } from "../core/kernel/outbox/job.ts";
import { unknownKinds } from "../core/kernel/requests/approval-policy.ts";
import { jobs } from "../core/features.ts";
import { startRecovering, startSealing, startSweeping } from "./start-sweeping.ts";

export interface Worker {
  port: number;
  /** Takes no new job and waits for those that run. */
  stop(): Promise<void>;
}

type WorkerConfig = Pick<Config, "workerConcurrency" | "jobLockMs" | "sweepMs" | "workerPort"> &
  Partial<Pick<Config, "listenHost">>;

export async function startWorker(app: App, config: WorkerConfig): Promise<Worker> {
  requireKnownKinds(app);
  const working = await app.queue.work({
    jobs,
    concurrency: config.workerConcurrency,
    lockMs: config.jobLockMs,
    run: (job, payload) => counted(app, job, payload),
    failed: (job, err) => void tellUnlessStoresAreGone(app, { err, job }, "job failed"),
    troubled: (lane, err) => void tellUnlessStoresAreGone(app, { err, lane }, "worker connection"),
  });
  const recovering = startRecovering(app, config.sweepMs);
  const sweeping = startSweeping(app, config.sweepMs);
  const sealing = startSealing(app, config.sweepMs);
  const health = await serveHealth(app, { port: config.workerPort, listenHost: config.listenHost });
  app.log.info({ port: health.port, concurrency: config.workerConcurrency }, "worker takes jobs");
  return {
    port: health.port,
    async stop() {
      await Promise.all([recovering.stop(), sweeping.stop(), working.close()]);
      await sealing.stop();
      health.close();
    },
  };
}

async function counted(app: App, job: Job, payload: unknown): Promise<void> {
  let outcome = "failed";
  try {
    await job.run(app, payload);
    outcome = "done";
  } catch (error) {
    if (error instanceof RescheduleJob) outcome = "rescheduled";
    throw error;
  } finally {
    app.metrics.count("cyclr_jobs_total", { name: job.name, outcome });
  }
}

function requireKnownKinds({ approvalPolicy, requestKinds }: App): void {
  const kinds = [...requestKinds.keys()];
  const [unknown] = unknownKinds(approvalPolicy, kinds);
  if (unknown === undefined) return;
  const known = kinds.join(", ");
  throw new ConfigError(
    `APPROVAL_POLICY names “${unknown}”, which is no kind of request. There are: ${known}.`,
  );
}

/** While a store is gone everything fails, again and again: that it is gone is told once. */
async function tellUnlessStoresAreGone(
  app: App,
  fault: { err: Error; job?: string; lane?: Lane },
  words: string,
): Promise<void> {
  const { database, queue } = await app.health.check({ anew: true });
  const gone = database !== "ok" || queue !== "ok";
  const expected = gone || (app.health.unsettled() && brokeWithIt(fault));
  app.log[expected ? "debug" : "error"](fault, words);
}

const brokeWithIt = ({ err, lane }: { err: Error; lane?: Lane }) => lane !== undefined || isUnreachable(err);

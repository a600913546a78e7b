import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Config, ConfigError } from "../core/config.ts";
import type { App } from "../core/context.ts";
import { answerHealth } from "../core/health.ts";
import { unknownKinds } from "../core/requests/approval-policy.ts";
import { jobs, requestKinds } from "./jobs.ts";
import { startRecovering, startSweeping } from "./start-sweeping.ts";

export interface Worker {
  port: number;
  /** Takes no new job and waits for those that run. */
  stop(): Promise<void>;
}

type WorkerConfig = Pick<Config, "workerConcurrency" | "jobLockMs" | "sweepMs" | "workerPort">;

export async function startWorker(app: App, config: WorkerConfig): Promise<Worker> {
  requireKnownKinds(app);
  const working = await app.queue.work({
    jobs,
    concurrency: config.workerConcurrency,
    lockMs: config.jobLockMs,
    run: (job, payload) => job.run(app, payload),
    failed: (name, err) => app.log.error({ err, job: name }, "job failed"),
  });
  const recovering = startRecovering(app, config.sweepMs);
  const sweeping = startSweeping(app, config.sweepMs);
  const health = await serveHealth(app, config.workerPort);
  app.log.info({ port: health.port, concurrency: config.workerConcurrency }, "worker takes jobs");
  return {
    port: health.port,
    async stop() {
      await Promise.all([recovering.stop(), sweeping.stop(), working.close()]);
      health.close();
    },
  };
}

function requireKnownKinds({ approvalPolicy }: App): void {
  const [unknown] = unknownKinds(approvalPolicy, requestKinds);
  if (unknown === undefined) return;
  const known = requestKinds.join(", ");
  throw new ConfigError(
    `APPROVAL_POLICY names “${unknown}”, which is no kind of request. There are: ${known}.`,
  );
}

async function serveHealth(app: App, port: number): Promise<{ port: number; close(): void }> {
  const server = createServer((request, response) => {
    if (request.url === "/healthz") void answerHealth(app, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, resolve);
  });
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port: (server.address() as AddressInfo).port, close };
}

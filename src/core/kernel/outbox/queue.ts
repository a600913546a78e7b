import type { Job, Lane } from "./job.ts";

/** The port to the queue. */
export interface Queue {
  /** Throws QueueDown within about a second where the queue cannot be reached. */
  add(jobs: Task[]): Promise<void>;
  /** Room for a task of this name in this process, kept until it is used or given back. Undefined where there is none. */
  room?(name: string): Room | undefined;
  /** Runs jobs until closed; `close` waits for those that run. */
  work(options: WorkOptions): Promise<Working>;
  /** Throws where the queue cannot be reached. */
  ping(): Promise<void>;
  /** Throws where the queue cannot be reached, or takes nothing new. */
  tryWrite(): Promise<void>;
  /** How much stands in it, a text of Prometheus's a lane. Throws where the queue cannot be reached. */
  exportMetrics?(): Promise<string[]>;
  close(): Promise<void>;
}

export interface Task {
  lane: Lane;
  name: string;
  payload: unknown;
  /** Not before so long. */
  delayMs?: number;
  /** Best done by the process that asks for it, if it works on jobs. Its row has to be swept soon where that process dies. */
  preferLocal?: boolean;
}

export interface Room {
  /** Does a task here, whose row is leased already. What does not succeed goes into the queue after all. */
  use(task: Task, work: () => Promise<void>): void;
  giveBack(): void;
}

export interface WorkOptions {
  jobs: Job[];
  concurrency: number;
  lockMs: number;
  run(job: Job, payload: unknown): Promise<void>;
  failed(name: string, error: Error): void;
  /** What goes wrong between the workers and the store; once a second, perhaps, while that is gone. */
  troubled(lane: Lane, error: Error): void;
}

export interface Working {
  close(): Promise<void>;
}

export class QueueDown extends Error {
  override readonly name = "QueueDown";
}

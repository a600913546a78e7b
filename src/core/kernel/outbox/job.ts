import type { z } from "zod";
import type { App } from "../../context.ts";

/** A use case that can run later. Its payload carries ids only: the queue store is clear text. */
export interface Job<Payload = unknown> {
  name: string;
  lane: Lane;
  payload: z.ZodType<Payload>;
  run(app: App, payload: Payload): Promise<void>;
}

/** Each waits for the others as little as possible: a slow chat holds up no mail, and a slow notification URL no card. */
export type Lane = "requests" | "messages" | "notifications";
export const lanes: Lane[] = ["requests", "messages", "notifications"];

/** Hands a job back to the queue, to be run again so much later: no moment, since clocks differ. */
export class RescheduleJob extends Error {
  override readonly name = "RescheduleJob";
  readonly inMs: number;

  constructor(inMs: number, why: string) {
    super(why);
    this.inMs = Math.max(0, inMs);
  }
}

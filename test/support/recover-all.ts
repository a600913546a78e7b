import type { App } from "../../src/core/context.ts";
import { graceMs } from "../../src/core/kernel/outbox/outbox.ts";
import { recover } from "../../src/core/kernel/outbox/recover.ts";
import { outboxes } from "../../src/core/features.ts";
import type { TestClock } from "./test-clock.ts";

/** Recovers what is due, as a worker does every few seconds. */
export const recoverAll = (app: App): Promise<number> => recover(app, outboxes);

/** The same, once what was just written counts as lost. */
export function recoverLater(t: { app: App; clock: TestClock }): Promise<number> {
  t.clock.advance(graceMs + 1);
  return recoverAll(t.app);
}

import { after } from "../kernel/time/clock.ts";
import type { App } from "../context.ts";

/** Longer than a bot takes a delivery that is dated ahead, or late. */
const keptMs = 10 * 60_000;

/** Forgets deliveries that are too old to be taken by any bot. Returns how many. */
export async function sweepDeliveries({ db, clock }: App): Promise<number> {
  const { count } = await db.delivery.deleteMany({ where: { takenAt: { lt: after(clock(), -keptMs) } } });
  return count;
}

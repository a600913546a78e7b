import { after, days } from "../time/clock.ts";
import type { App } from "../../context.ts";

const keptMs = days(30);

/** Deletes the mailings of long ago. Returns how many. */
export async function sweepMailings({ db, clock }: App): Promise<number> {
  const { count } = await db.mailing.deleteMany({ where: { createdAt: { lt: after(clock(), -keptMs) } } });
  return count;
}

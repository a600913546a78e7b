import type { App } from "../context.ts";
import { over } from "./session-life.ts";

/** Deletes sessions that are over. Returns how many. */
export async function sweepSessions({ db, clock }: App): Promise<number> {
  const { count } = await db.session.deleteMany({ where: over(clock()) });
  return count;
}

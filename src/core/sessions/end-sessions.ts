import type { Transaction } from "../database.ts";
import type { SessionHolder } from "./session-holder.ts";

/** Ends every session of somebody, but for the one that is named. Returns how many; the caller records it. */
export async function endSessions(tx: Transaction, holder: SessionHolder, keptId?: string): Promise<number> {
  const { count } = await tx.session.deleteMany({
    where: { ...holder, ...(keptId && { id: { not: keptId } }) },
  });
  return count;
}

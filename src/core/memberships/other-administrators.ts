import type { App } from "../context.ts";
import type { Transaction } from "../database.ts";
import { activeAt } from "./active-grant.ts";

/** How many other Users are Administrators of an Account at a moment. */
export function otherAdministrators(
  db: App["db"] | Transaction,
  { accountId, userId }: { accountId: string; userId: string },
  now: Date,
): Promise<number> {
  return db.membership.count({
    where: {
      accountId,
      userId: { not: userId },
      suspendedAt: null,
      grants: { some: activeAt(now) },
    },
  });
}

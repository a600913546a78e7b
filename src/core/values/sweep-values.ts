import { after as later, days } from "../kernel/time/clock.ts";
import type { App } from "../context.ts";
import { expireRequests } from "../kernel/requests/expire-requests.ts";

/** How long the values of a Request that failed are kept for a retry. */
const keptAfterFailureMs = days(1);

/** Ends what nobody gave values for in time, and drops values that nothing will use any more. */
export async function sweepValues(app: App): Promise<number> {
  await dropUnused(app);
  return expireRequests(app, {
    as: "expireValues",
    where: { expiresAt: { lte: app.clock() } },
    data: {
      trouble: "Nobody gave the values in time. Nothing was changed; send it again if it is still wanted.",
    },
  });
}

async function dropUnused({ db, clock }: App): Promise<void> {
  await db.requestValues.deleteMany({
    where: {
      request: {
        OR: [
          { status: { in: ["done", "cancelled", "denied", "expired"] } },
          { status: "failed", finishedAt: { lte: later(clock(), -keptAfterFailureMs) } },
        ],
      },
    },
  });
}

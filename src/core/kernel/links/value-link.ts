import { days, hours } from "../time/clock.ts";
import type { Prisma, Request } from "../../generated/prisma/client.ts";

/** How long a link is good for. */
export const valueLinkLifeMs = hours(1);
/** How long a Request waits for its values; meanwhile its requester may have further links. */
export const awaitValuesMs = days(1);
/** How long the values of a Request that failed are kept for a retry. */
export const keptAfterFailureMs = days(1);

export const valuesPurpose = (requestId: string) => `values:${requestId}`;

export const valueLinkFacts = {
  request: { include: { requester: true, account: true } },
} as const satisfies Prisma.ValueLinkInclude;

export type ValueLinkRow = Prisma.ValueLinkGetPayload<{ include: typeof valueLinkFacts }>;

/** `closed`: its Request does not wait any more. */
export type ValueLinkState = "open" | "used" | "expired" | "closed";

export function valueLinkState(
  {
    filledAt,
    expiresAt,
    request,
  }: Pick<ValueLinkRow, "filledAt" | "expiresAt"> & { request: Pick<Request, "status"> },
  now: Date,
): ValueLinkState {
  if (filledAt) return "used";
  if (request.status === "expired") return "expired";
  if (request.status !== "awaitingValues") return "closed";
  return expiresAt <= now ? "expired" : "open";
}

import { days, hours } from "../time/clock.ts";
import type { Prisma, Request, SecretLink } from "../../generated/prisma/client.ts";

type RequestRow = Prisma.RequestGetPayload<(typeof valueLinkFacts)["request"]>;

/** How long a link is good for. */
export const valueLinkLifeMs = hours(1);
/** How long a Request waits for its values; meanwhile its requester may have further links. */
export const awaitValuesMs = days(1);
/** How long the values of a Request that failed are kept for a retry. */
export const keptAfterFailureMs = days(1);

export const valuesPurpose = (requestId: string) => `values:${requestId}`;

export const valueLinkFacts = {
  request: { include: { requester: true, account: true } },
} as const satisfies Prisma.SecretLinkInclude;

/** What a link's token leads to. `closed`: its Request does not wait any more. */
export interface ValueLink {
  state: "open" | "used" | "expired" | "closed";
  link: SecretLink;
  request: RequestRow;
}

export function valueLinkState(
  { link, request }: { link: SecretLink; request: Pick<Request, "status"> },
  now: Date,
): ValueLink["state"] {
  if (link.usedAt) return "used";
  if (request.status === "expired") return "expired";
  if (request.status !== "awaitingValues") return "closed";
  return link.expiresAt <= now ? "expired" : "open";
}

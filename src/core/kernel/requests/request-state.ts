import type { RichText } from "../chat/chat.ts";
import type { Request } from "../../generated/prisma/client.ts";

type Shown = Pick<
  Request,
  "status" | "attempts" | "notBefore" | "trouble" | "expiresAt" | "finishedAt" | "appliedAt"
>;

export type RequestStatus = Request["status"];

/** Those that have not ended. */
export const waitingStatuses = [
  "draft",
  "awaitingApproval",
  "awaitingValues",
  "queued",
] satisfies RequestStatus[];

/** How a Request stands, in half a sentence: "failed, 9:12: the mail server refused it". */
export function requestState(request: Shown): Exclude<RichText, string> {
  const { status, trouble, finishedAt } = request;
  const at = finishedAt ? [", ", { time: finishedAt }] : [];
  const why = trouble ? [`: ${trouble}`] : [];
  switch (status) {
    case "draft":
      return ["waits for its requester to confirm it"];
    case "awaitingApproval":
      return ["waits for approval", ...until(request)];
    case "awaitingValues":
      return ["waits for values from a page", ...until(request)];
    case "queued":
      return queuedState(request);
    case "done":
      return ["done", ...at];
    case "failed":
      return ["failed", ...at, ...why];
    case "cancelled":
      return ["cancelled", ...at, ...why];
    case "denied":
      return ["denied", ...at];
    case "expired":
      return ["expired: nobody decided in time", ...at];
  }
}

function until({ expiresAt }: Shown): Exclude<RichText, string> {
  return expiresAt ? [", until ", { time: expiresAt }] : [];
}

function queuedState({ attempts, notBefore, trouble }: Shown): Exclude<RichText, string> {
  if (attempts === 0 || !notBefore) return ["queued"];
  return ["delayed, next try ", { time: notBefore }, ...(trouble ? [`: ${trouble}`] : [])];
}

import type { Card, Words } from "../chat/card.ts";
import { nameOf } from "../console-users/console-user-name.ts";
import type { RequestRow } from "./request-kind.ts";

/** What every card shows alike: the state it is in, and who asked. */
export function cardFrame(request: RequestRow): Pick<Card, "state" | "footer"> {
  return {
    state: stateOf(request),
    footer: ["Requested by ", ...requesterOf(request), " · ", { time: request.createdAt }],
  };
}

function stateOf({ status, attempts }: RequestRow): Card["state"] {
  if (status === "queued") return attempts > 0 ? "waiting" : "working";
  if (status === "awaitingApproval" || status === "awaitingValues") return "waiting";
  return status === "done" ? "done" : "failed";
}

export function requesterOf({ requester }: RequestRow): Exclude<Words, string> {
  if (!requester) return ["somebody who was removed"];
  const name = nameOf(requester);
  return [requester.chatUserId ? { chatUserId: requester.chatUserId, name } : name];
}

import type { Card } from "../chat/card.ts";
import { cardFrame, requesterOf } from "./card-frame.ts";
import type { RequestRow } from "./request-kind.ts";

/** What the thread under the card of a failed Request says. */
export function failureNote(request: RequestRow): Card {
  return {
    ...cardFrame(request),
    state: "failed",
    title: "This did not work",
    fields: [],
    note: [...requesterOf(request), `: ${request.trouble ?? "the reason was not recorded"}`],
  };
}

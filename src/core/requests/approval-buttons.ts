import type { CardButton } from "../chat/card.ts";
import type { App } from "../context.ts";
import { active } from "../console-users/access.ts";
import { type Approvable, approversLeft } from "./approvals.ts";
import { offersToGoOnAlone } from "./going-alone.ts";

export const approveAction = "approve-request";
export const denyAction = "deny-request";
export const cancelAction = "cancel-request";
export const aloneAction = "approve-alone";

/** Each carries the Request's id and nothing else; who may press it is decided at the click. */
export async function approvalButtons(
  app: Pick<App, "db" | "clock" | "approvalPolicy">,
  request: Approvable,
): Promise<CardButton[]> {
  const alone = await offersToGoOnAlone(app, request);
  const everyone = alone ? await app.db.consoleUser.findMany({ where: active }) : [];
  const others = !alone || approversLeft(app, request, everyone).length > 0;
  const goOn = { action: aloneAction, value: request.id, label: "Go on alone" };
  return [...(others ? votingButtons(request) : []), ...(alone ? [goOn] : []), cancelButton(request)];
}

export function votingButtons({ id }: Pick<Approvable, "id">): CardButton[] {
  return [
    { action: approveAction, value: id, label: "Approve" },
    { action: denyAction, value: id, label: "Deny" },
  ];
}

function cancelButton({ id }: Pick<Approvable, "id">): CardButton {
  return { action: cancelAction, value: id, label: "Cancel" };
}

import type { CardButton } from "../chat/card.ts";
import type { App } from "../context.ts";
import { mayGoOnAlone } from "./approve-alone.ts";
import type { Approvable } from "./approvals.ts";

export const approveAction = "approve-request";
export const denyAction = "deny-request";
export const cancelAction = "cancel-request";
export const aloneAction = "approve-alone";

/** Each carries the Request's id and nothing else; who may press it is decided at the click. */
export async function approvalButtons(app: Pick<App, "db">, request: Approvable): Promise<CardButton[]> {
  const alone = await mayGoOnAlone(app, request);
  const goOn = { action: aloneAction, value: request.id, label: "Go on alone" };
  return [...(alone ? [goOn] : votingButtons(request)), cancelButton(request)];
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

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
  const value = request.id;
  const alone = await mayGoOnAlone(app, request);
  const voting = [
    { action: approveAction, value, label: "Approve" },
    { action: denyAction, value, label: "Deny" },
  ];
  return [
    ...(alone ? [{ action: aloneAction, value, label: "Go on alone" }] : voting),
    { action: cancelAction, value, label: "Cancel" },
  ];
}

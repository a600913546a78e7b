import type { Words } from "../chat/card.ts";
import { shorten } from "../chat/mrkdwn.ts";
import { consoleUserActor } from "../console-users/console-user-actor.ts";
import type { App } from "../context.ts";
import { isolate } from "../text/isolate.ts";
import { loadVotes } from "./approval-note.ts";
import type { Approvable } from "./approvals.ts";
import { approverNames, endWords } from "./end-words.ts";
import { planToShow } from "./plan-to-show.ts";
import type { CardWords, RequestKind, RequestRow } from "./request-kind.ts";
import { waitsForWords } from "./waits-for-words.ts";
import { oneLine } from "../text/one-line.ts";

/** What a kind's card says, with what every card says of approvals, of the reason and of a sensitive Account. */
export async function approvalCard<Input>(
  app: App,
  kind: RequestKind<Input>,
  row: RequestRow,
  words: CardWords,
): Promise<CardWords> {
  const { status, approvalsNeeded } = row;
  const request = approvalsNeeded > 0 ? await loadVotes(app, row) : undefined;
  const open = status === "awaitingApproval";
  const fields = [
    ...words.fields,
    ...because(row, words),
    ...(await sensitive(app, kind, row, open)),
    ...approvedBy(request),
  ];
  if (!request || (!open && status !== "denied" && status !== "expired")) return { ...words, fields };
  return {
    ...words,
    fields,
    note: open ? await openNote(app, request) : endWords(request),
  };
}

async function openNote(app: App, request: Approvable): Promise<Words> {
  const words = await waitsForWords(app, request, { mentioning: false });
  return [...words, " It is decided in its thread, or in the Home of those who can."];
}

function because({ reason }: RequestRow, { fields }: CardWords): CardWords["fields"] {
  return reason && !fields.some(([label]) => label === "Because")
    ? [["Because", isolate(oneLine(reason))]]
    : [];
}

/** The Account's warning; while it waits, those of every Account that it touches. */
async function sensitive<Input>(
  app: App,
  kind: RequestKind<Input>,
  request: RequestRow,
  open: boolean,
): Promise<CardWords["fields"]> {
  const { account, requester } = request;
  if (open && requester) {
    const plan = await planToShow(app, kind, request, consoleUserActor(requester, "job"));
    const warnings = plan?.warnings ?? [];
    return warnings.map((warning) => ["⚠ Warning", isolate(warning)]);
  }
  return account?.sensitiveBecause
    ? [["⚠ Sensitive", isolate(shorten(oneLine(account.sensitiveBecause), 300))]]
    : [];
}

function approvedBy(request: Approvable | undefined): CardWords["fields"] {
  return request?.approvedAt ? [["Approved by", approverNames(request)]] : [];
}

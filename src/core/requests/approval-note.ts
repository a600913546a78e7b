import type { Card, Words } from "../chat/card.ts";
import { consoleUserActor } from "../console-users/console-user-actor.ts";
import type { App } from "../context.ts";
import { isolate } from "../text/isolate.ts";
import { accountFacts } from "./account-facts.ts";
import { type Approvable, approvable } from "./approvals.ts";
import { administratorField } from "./administrators-to-be.ts";
import { approvalButtons } from "./approval-buttons.ts";
import { cardFrame, requesterOf } from "./card-frame.ts";
import { endWords } from "./end-words.ts";
import { planToShow } from "./plan-to-show.ts";
import type { RequestKind, RequestRow } from "./request-kind.ts";
import { waitsForWords } from "./waits-for-words.ts";
import { oneLine } from "../text/one-line.ts";

const linesAtMost = 12;

/** What those who approve see in the thread: all that matters, and the buttons for as long as there is something to decide. */
export async function approvalNote<Input>(
  app: App,
  kind: RequestKind<Input>,
  row: RequestRow,
): Promise<Card> {
  const request = await loadVotes(app, row);
  const open = request.status === "awaitingApproval";
  return {
    ...cardFrame(row),
    state: open ? "waiting" : cardFrame(row).state,
    title: open ? "This needs approval" : (titles[request.status] ?? "Approved"),
    fields: await approvalFields(app, kind, request),
    note: open ? await waitsForWords(app, request, { mentioning: true }) : endWords(request),
    ...(open && { buttons: await approvalButtons(app, request) }),
  };
}

const titles: Partial<Record<Approvable["status"], string>> = {
  denied: "Denied",
  expired: "Expired",
  cancelled: "Cancelled",
};

/** Sent again after a while; it has the buttons as well. */
export async function reminderNote(app: App, row: RequestRow): Promise<Card> {
  const request = await loadVotes(app, row);
  const open = request.status === "awaitingApproval";
  return {
    ...cardFrame(row),
    state: open ? "waiting" : cardFrame(row).state,
    title: open ? "This still needs approval" : (titles[request.status] ?? "Approved"),
    fields: [],
    note: open ? await waitsForWords(app, request, { mentioning: true }) : endWords(request),
    ...(open && { buttons: await approvalButtons(app, request) }),
  };
}

/** Tells the requester that it was denied, or that nobody decided. */
export async function decisionNote(app: App, row: RequestRow): Promise<Card> {
  const request = await loadVotes(app, row);
  const words = endWords(request);
  return {
    ...cardFrame(row),
    title: titles[request.status] ?? "Approved",
    fields: [],
    note: [...requesterOf(row), ": ", ...(typeof words === "string" ? [words] : words)],
  };
}

/** Who asks for what, why, and of what kind the Accounts are that it touches. */
export async function approvalFields<Input>(
  app: App,
  kind: RequestKind<Input>,
  request: Approvable,
): Promise<Card["fields"]> {
  const { requester, reason, what, status } = request;
  // Afterwards a plan would tell of a world in which it is done already.
  if (status !== "awaitingApproval") return [...(what ? [whatField(what)] : []), ...because(reason)];
  const plan = requester && (await planToShow(app, kind, request, consoleUserActor(requester, "job")));
  if (!plan) return [["What", "This cannot be done any more as it was asked for."], ...because(reason)];
  const effects = plan.effects.slice(0, linesAtMost);
  const more = plan.effects.length > linesAtMost ? ["\n…"] : [];
  const facts = await accountFacts(app, plan);
  return [
    whatField(plan.what),
    ["Effect", [...lines(effects), ...more]],
    ...(await administratorField(plan)),
    ...field("Account", facts),
    ...field("⚠ Warning", plan.warnings),
    ...because(reason),
  ];
}

const whatField = (what: string): Card["fields"][number] => [
  "What",
  isolate(what.charAt(0).toUpperCase() + what.slice(1)),
];

const because = (reason: string | null): Card["fields"] =>
  reason ? [["Because", isolate(oneLine(reason))]] : [];

function field(label: string, texts: string[]): Card["fields"] {
  return texts.length > 0 ? [[label, lines(texts)]] : [];
}

function lines(texts: string[]): Exclude<Words, string> {
  return texts.map((text, index) => `${index > 0 ? "\n" : ""}${isolate(text)}`);
}

export async function loadVotes(
  { db }: Pick<App, "db">,
  { id }: Pick<RequestRow, "id">,
): Promise<Approvable> {
  return db.request.findUniqueOrThrow({ where: { id }, include: approvable });
}

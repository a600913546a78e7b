import type { Card, CardButton, Part, RichText } from "../chat/chat.ts";
import { nameOf } from "../access/console-user-actor.ts";
import type { App } from "../../context.ts";
import { isolate } from "../text/isolate.ts";
import { type Approvable, approvable, decidersLeft } from "./approvals.ts";
import { administratorField, planToShow } from "./administrators-to-be.ts";
import { cardFrame, requesterOf } from "./failure-note.ts";
import type { RequestKind, RequestRow } from "./request-kind.ts";
import { requesterActor } from "./requester.ts";
import { waitsForWords } from "./waits-for-words.ts";
import { oneLine } from "../text/one-line.ts";
import { accountLabel } from "../names/account-name.ts";
import { formerNames } from "../names/former-account-names.ts";
import { activeAt } from "../levels/active-grant.ts";
import { counted } from "../text/counted.ts";
import type { Plan } from "./approval-policy.ts";
import { active } from "../access/access.ts";
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
  const others = !alone || decidersLeft(app, request, everyone).length > 0;
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

const accountsAtMost = 3;

const idsOf = ({ accountId, accountIds }: Plan): string[] => [
  ...new Set(accountIds ?? (accountId ? [accountId] : [])),
];

/** What those who approve should know of the Accounts that a plan touches, an Account a line. */
async function accountFacts({ db, clock }: Pick<App, "db" | "clock">, plan: Plan): Promise<string[]> {
  const ids = idsOf(plan);
  const accounts = await db.account.findMany({
    where: { id: { in: ids.slice(0, accountsAtMost) } },
    orderBy: { apiIdKey: "asc" },
  });
  const lines: string[] = [];
  for (const account of accounts) {
    const [users, administrators, subAccounts] = await Promise.all([
      db.membership.count({ where: { accountId: account.id } }),
      db.membership.count({ where: { accountId: account.id, grants: { some: activeAt(clock()) } } }),
      db.account.count({ where: { parentId: account.id, id: { notIn: ids } } }),
    ]);
    const has = `${counted(users, "user")}, ${counted(administrators, "Administrator")} among them`;
    const below =
      subAccounts > 0
        ? `; ${counted(subAccounts, "sub-account")}, which ${subAccounts === 1 ? "stays as it is" : "stay as they are"}`
        : "";
    lines.push(
      `${isolate(accountLabel(account))} ${users === 0 ? "has no users yet" : `has now ${has}`}${below}.`,
    );
  }
  const more = ids.length - accounts.length;
  return more > 0 ? [...lines, `and ${counted(more, "more Account")}`] : lines;
}

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
  const { reason, what, status } = request;
  const actor = requesterActor(request);
  // Afterwards a plan would tell of a world in which it is done already.
  if (status !== "awaitingApproval") return [...(what ? [whatField(what)] : []), ...because(reason)];
  const plan = actor && (await planToShow(app, kind, request, actor));
  if (!plan) return [["What", "This can no longer be done as it was asked for."], ...because(reason)];
  const effects = plan.effects.slice(0, linesAtMost);
  const more = plan.effects.length > linesAtMost ? ["\n…"] : [];
  const facts = await accountFacts(app, plan);
  const renamed = (await formerNames(app, idsOf(plan))).slice(0, linesAtMost);
  return [
    whatField(plan.what),
    ["Effect", [...lines(effects), ...more]],
    ...(await administratorField(plan)),
    ...field("Account", facts),
    ...(renamed.length > 0 ? [["Called before", joined(renamed)] satisfies Card["fields"][number]] : []),
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

function lines(texts: string[]): Exclude<RichText, string> {
  return texts.map((text, index) => `${index > 0 ? "\n" : ""}${isolate(text)}`);
}

const joined = (all: Part[][]): Part[] =>
  all.flatMap((line, index) => [...(index > 0 ? ["\n"] : []), ...line]);

export async function loadVotes(
  { db }: Pick<App, "db">,
  { id }: Pick<RequestRow, "id">,
): Promise<Approvable> {
  return db.request.findUniqueOrThrow({ where: { id }, include: approvable });
}

/** How the wait for approvals ended. */
export function endWords({ status, votes, trouble, approvedAt, finishedAt }: Approvable): RichText {
  if (status === "denied") {
    const denial = votes.find(({ decision }) => decision === "deny");
    const who = denial ? nameOf(denial.voter) : "somebody who was removed";
    return `Denied by ${who}: “${oneLine(denial?.reason ?? "no reason was recorded")}” Nothing was changed.`;
  }
  if (status === "expired")
    return [
      "Nobody decided until ",
      ...(finishedAt ? [{ time: finishedAt }] : ["its end"]),
      ". Nothing was changed; send it again if it is still wanted.",
    ];
  if (status === "cancelled") return trouble ?? "The requester took it back. Nothing was changed.";
  const names = approverNames({ votes });
  return [
    "Approved by ",
    names || "those who had to",
    ...(approvedAt ? [" at ", { time: approvedAt }] : []),
    ".",
  ];
}

/** Who approved, and who went on alone. */
export function approverNames({ votes }: Pick<Approvable, "votes">): string {
  return votes
    .filter(({ decision }) => decision === "approve")
    .map(({ voter, alone }) => `${nameOf(voter)}${alone ? " (alone: nobody else could)" : ""}`)
    .join(", ");
}

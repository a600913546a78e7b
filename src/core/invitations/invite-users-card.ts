import { accountNamed } from "../kernel/names/deleted-names.ts";
import { shorten } from "../kernel/text/mrkdwn.ts";
import type { CardButton, RichText } from "../kernel/chat/chat.ts";
import type { App } from "../context.ts";
import { levelOf } from "../kernel/levels/require-level.ts";
import type { CardContent, RequestRow } from "../kernel/requests/request-kind.ts";
import { unfinishedTitle, waitingNote } from "../kernel/requests/standard-card.ts";
import { type Counts, countItems } from "./list-invite-results.ts";
import type { InviteUsersInput } from "./read-address-file.ts";
import { people } from "./plan-bulk-invitation.ts";
import type { RequestItem } from "../generated/prisma/client.ts";
import { readEntry } from "./read-addresses.ts";
import { hint } from "../kernel/text/command-hint.ts";

/** Which one of the list it is: the address, and the Account and level where the list named them. */
export function itemLabel({ subject, position }: Pick<RequestItem, "subject" | "position">): string {
  const { address, account, level } = readEntry(subject);
  const parts = [
    address || `(no address in row ${position + 1})`,
    ...(account ? [`to ${account}`] : []),
    ...(level ? [`as ${level}`] : []),
  ];
  return parts.join(" ");
}

/** What has become of it. */
export function itemResult({ outcome, trouble, finishedAt }: RequestItem): string {
  if (!finishedAt) return trouble ? `waiting: ${trouble}` : "waiting";
  const words = results[outcome ?? ""] ?? "";
  return trouble ? `${words}: ${trouble}` : words;
}

const results: Record<string, string> = {
  invited: "invited",
  added: "has a user already, added at once",
  "already-member": "member already, nothing changed",
  "already-invited": "has an open invitation already, no second one sent",
  failed: "failed",
};

const shownFailures = 5;

export const showResultsAction = "show-invite-results";
export const retryInvitesAction = "retry-invites";

/** How far a bulk invitation is, what it has come to, and the first that failed. */
export async function inviteUsersCard(
  app: App,
  request: RequestRow,
  input: InviteUsersInput,
): Promise<CardContent> {
  const counts = await countItems(app, request.id);
  const account = await accountNamed(app, request);
  return {
    title: titleOf(request, counts),
    fields: [
      ["Account", input.withSubAccounts ? `${account}, with its sub-accounts` : account],
      ["Level", levelOf(input.asAdministrator)],
      ["Progress", `${bar(counts)} ${number(counts.finished)} of ${number(counts.all)}`],
      ...countFields(counts),
    ],
    note: [
      ...noteOf(app, request),
      ...(await failureWords(app, request, counts)),
      ...moreWords(request, input),
    ],
    buttons: buttonsOf(request, counts),
  };
}

function titleOf(request: RequestRow, { all, finished, failed }: Counts): string {
  const { status, attempts } = request;
  const unfinished = unfinishedTitle("Bulk invitation", request);
  if (unfinished) return unfinished;
  if (status === "failed") return "Bulk invitation stopped";
  if (status === "queued" && attempts > 0) return "Bulk invitation delayed";
  if (status === "queued") return finished > 0 ? `Inviting ${people(all)}` : "Bulk invitation queued";
  if (failed === 0) return `${people(all)}: all done`;
  return `${people(all)}: ${number(all - failed)} done, ${number(failed)} failed`;
}

function countFields({ invited, added, already, failed, accepted }: Counts): CardContent["fields"] {
  const rows: [string, number][] = [
    ["Invited", invited],
    ["Accepted of those", accepted],
    ["Added at once", added],
    ["Member or invited already", already],
    ["Failed", failed],
  ];
  return rows
    .filter(([label, count]) => count > 0 || label === "Invited")
    .map(([label, count]) => [label, number(count)]);
}

function noteOf(app: App, request: RequestRow): Exclude<RichText, string> {
  if (request.status === "failed") return [`${request.trouble ?? "The reason was not recorded."} `];
  if (request.status === "cancelled") return [`${request.trouble ?? "Nothing was changed."} `];
  const waiting = request.status === "queued" ? waitingNote(app, request) : undefined;
  if (!waiting) return [];
  return [...(typeof waiting === "string" ? [waiting] : waiting), " "];
}

async function failureWords(app: App, { id }: RequestRow, { failed }: Counts): Promise<string[]> {
  if (failed === 0) return [];
  const items = await app.db.requestItem.findMany({
    where: { requestId: id, outcome: "failed" },
    orderBy: { position: "asc" },
    take: shownFailures,
  });
  const lines = items.map((item) => `• ${shorten(itemLabel(item), 100)}: ${item.trouble ?? ""}\n`);
  const more = failed - items.length;
  return ["Not invited:\n", ...lines, ...(more > 0 ? [`and ${number(more)} more.\n`] : [])];
}

function moreWords({ id }: RequestRow, { withSubAccounts }: InviteUsersInput): string[] {
  return [
    ...(withSubAccounts ? ["Each Account has its own Membership or invitation, and its own mail. "] : []),
    `${hint("invite-results")} ${id} lists each address, and retries those that failed.`,
  ];
}

function bar({ all, finished }: Counts): string {
  const filled = all === 0 ? 0 : Math.floor((finished / all) * 10);
  return "█".repeat(filled) + "░".repeat(10 - filled);
}

function buttonsOf({ id, status }: RequestRow, { failed }: Counts): CardButton[] {
  const show = { action: showResultsAction, value: id, label: "Show results" };
  const retry = { action: retryInvitesAction, value: id, label: "Retry the failed ones" };
  return failed > 0 && status !== "queued" ? [show, retry] : [show];
}

const number = (count: number) => count.toLocaleString("en");

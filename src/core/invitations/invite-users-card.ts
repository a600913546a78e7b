import { accountLabel } from "../accounts/account-name.ts";
import { shorten } from "../chat/mrkdwn.ts";
import type { CardButton, Words } from "../chat/card.ts";
import type { App } from "../context.ts";
import { levelOf } from "../memberships/level.ts";
import type { CardWords, RequestRow } from "../requests/request-kind.ts";
import { unfinishedTitle } from "../requests/standard-card.ts";
import { waitingNote } from "../requests/waiting-note.ts";
import { type Counts, countItems } from "./count-items.ts";
import type { InviteUsersInput } from "./invite-users-input.ts";
import { people } from "./plan-bulk-invitation.ts";
import { itemLabel } from "./item-words.ts";

const shownFailures = 5;

export const showResultsAction = "show-invite-results";
export const retryInvitesAction = "retry-invites";

/** How far a bulk invitation is, what it has come to, and the first that failed. */
export async function inviteUsersCard(
  app: App,
  request: RequestRow,
  input: InviteUsersInput,
): Promise<CardWords> {
  const counts = await countItems(app, request.id);
  const account = request.account ? accountLabel(request.account) : "an Account that was deleted";
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

function countFields({ invited, added, already, failed, accepted }: Counts): CardWords["fields"] {
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

function noteOf(app: App, request: RequestRow): Exclude<Words, string> {
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
    ...(withSubAccounts
      ? ["Each Account has a Membership or an invitation of its own, and its own mail. "]
      : []),
    `/cyclr invite-results ${id} lists each address, and tries those again that failed.`,
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

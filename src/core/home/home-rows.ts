import { accountLabel } from "../accounts/account-name.ts";
import { actorWords, auditWords } from "../audit/audit-words.ts";
import type { ListedEvent } from "../audit/list-audit.ts";
import { shorten } from "../chat/mrkdwn.ts";
import type { Account, Invitation, Request } from "../generated/prisma/client.ts";
import { levelOf } from "../memberships/level.ts";
import { planWords } from "../requests/submitted-words.ts";
import type { Plan } from "../requests/plan.ts";
import { counted } from "../text/counted.ts";
import { isolate } from "../text/isolate.ts";
import type { HomeRow } from "./home-view.ts";

type ShownRequest = Pick<Request, "id" | "kind" | "attempts" | "notBefore" | "createdAt"> & {
  account: Account | null;
};

const linesAtMost = 12;

/** Something that its requester has not said to be meant. What can no longer be planned can only be dropped. */
export function draftRow(request: ShownRequest, plan: Plan | undefined): HomeRow {
  const drop = { label: "Leave it", action: "withdraw-request", value: request.id };
  const asked = [" · asked for ", { time: request.createdAt }];
  if (!plan)
    return { words: [titleOf(request, plan), ...asked, "\nThis cannot be done any more."], buttons: [drop] };
  const [, ...lines] = planWords(plan, "").split("\n");
  const more = lines.length > linesAtMost ? ["\n…"] : [];
  return {
    words: [
      titleOf(request, plan),
      ...asked,
      ...lines.slice(0, linesAtMost).map((line) => `\n${isolate(line)}`),
      ...more,
    ],
    buttons: [{ label: "Do it", action: "confirm-request", value: request.id, danger: true }, drop],
  };
}

/** A Request on its way: where it stands, and since when. */
export function requestRow(request: ShownRequest, plan: Plan | undefined): HomeRow {
  const { attempts, notBefore, createdAt } = request;
  const delayed = attempts > 0 && notBefore ? [" · delayed, next try ", { time: notBefore }] : [" · queued"];
  return { words: [titleOf(request, plan), ...delayed, " · asked for ", { time: createdAt }] };
}

export function invitationRow(invitation: Invitation & { account: Account }): HomeRow {
  const { email, account, asAdministrator, expiresAt, mailHandedOverAt } = invitation;
  const what = isolate(`${shorten(email, 254)} to ${shorten(accountLabel(account), 200)}`);
  const state = mailHandedOverAt ? "expires" : "not mailed yet, expires";
  return { words: [`${what} as ${levelOf(asAdministrator)} · ${state} `, { time: expiresAt }] };
}

export function activityRow(event: ListedEvent): HomeRow {
  return {
    words: [{ time: event.at }, ` · ${isolate(`${actorWords(event)} ${auditWords(event, event.account)}`)}`],
  };
}

export function moreRow(count: number): HomeRow[] {
  return count > 0 ? [{ words: `and ${counted(count, "more", "more")}` }] : [];
}

function titleOf({ kind, account }: ShownRequest, plan: Plan | undefined): string {
  if (plan) return isolate(shorten(plan.what.charAt(0).toUpperCase() + plan.what.slice(1), 300));
  const words = kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll("-", " ");
  return account ? `${words} · ${isolate(shorten(accountLabel(account), 300))}` : words;
}

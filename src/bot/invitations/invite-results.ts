import type { KnownBlock } from "@slack/types";
import { mrkdwn, shorten } from "../../core/kernel/text/mrkdwn.ts";
import { allows } from "../../core/kernel/access/access.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { type InviteResults, listInviteResults } from "../../core/invitations/list-invite-results.ts";
import {
  retryInvitesAction,
  showResultsAction,
  itemLabel,
  itemResult,
} from "../../core/invitations/invite-users-card.ts";
import { type Listing, listBlocks, listText, type ListPage, rowsAtOnce } from "../slack/listing.ts";
import { plain } from "../slack/reopened-view.ts";

/** Its arguments are the request's id and, for those alone that failed, "failed". */
export const inviteResults: Listing = {
  name: "invite-results",
  search: () => resultsSearch,
  async load(ctx, [requestId, which], after) {
    const results = await loadResults(ctx, { requestId, which, after });
    return results ? pageOf(results) : { title: "Results", rows: [], none };
  },
};

/** Under the results where they stand in a message. */
export const resultsSearch = { form: "invite-results", label: "Other results…", typed: {} };

const none = "You have not sent a bulk invitation yet. Send one with `/cyclr invite` and several addresses.";

interface Asked {
  requestId?: string | undefined;
  which?: string | undefined;
  after?: string | undefined;
}

function loadResults(ctx: Context<ConsoleUserActor>, { requestId, which, after }: Asked) {
  const failedOnly = which === "failed";
  const position = after === undefined ? undefined : Number(after);
  return listInviteResults(ctx, { requestId, failedOnly, after: position, take: rowsAtOnce + 1 });
}

/** The first page, and what can be done with it. */
export async function showInviteResults(
  ctx: Context<ConsoleUserActor>,
  asked: Asked,
): Promise<[text: string, blocks: KnownBlock[]]> {
  const results = await loadResults(ctx, asked);
  if (!results) return [none, [{ type: "section", text: { type: "mrkdwn", text: none } }]];
  const args = [results.requestId, ...(asked.which ? [asked.which] : [])];
  const page = pageOf(results);
  const buttons = buttonsFor(ctx.actor, results);
  return [listText(page), [...listBlocks(inviteResults, args, page), ...buttons]];
}

/** What the caller is told of a list just taken, with a way to its results. */
export function submittedManyBlocks(words: string, requestId: string): KnownBlock[] {
  return [
    { type: "section", text: { type: "mrkdwn", text: mrkdwn`${shorten(words, 600)}` } },
    {
      type: "actions",
      elements: [
        { type: "button", action_id: showResultsAction, value: requestId, text: plain("Show results") },
      ],
    },
  ];
}

function pageOf({ counts, items }: InviteResults): ListPage {
  const shown = items.slice(0, rowsAtOnce);
  const { all, invited, added, already, failed, finished } = counts;
  return {
    title: `Results of ${all} addresses: ${invited} invited, ${added} added, ${already} already, ${failed} failed, ${all - finished} waiting`,
    rows: shown.map((item) => mrkdwn`${shorten(itemLabel(item), 200)}: ${shorten(itemResult(item), 300)}`),
    none: "None.",
    next: items.length > rowsAtOnce ? String(shown.at(-1)?.position) : undefined,
  };
}

function buttonsFor(actor: ConsoleUserActor, { requestId, counts, ended }: InviteResults): KnownBlock[] {
  const open = counts.all - counts.finished;
  if (!ended || counts.failed + open === 0 || !allows(actor, "users:edit")) return [];
  const text = plain("Retry the failed ones");
  return [
    {
      type: "actions",
      elements: [{ type: "button", action_id: retryInvitesAction, value: requestId, text }],
    },
  ];
}

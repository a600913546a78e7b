import type { KnownBlock } from "@slack/types";
import type { CardButton } from "../../core/kernel/chat/chat.ts";
import { effectButtons, effectWords } from "../../core/kernel/requests/cloud-note.ts";
import { escapeMrkdwn, shorten, shortenMarkup } from "../../core/kernel/text/mrkdwn.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { nameOf } from "../../core/kernel/access/console-user-actor.ts";
import { failureButtons } from "../../core/kernel/requests/failure-note.ts";
import {
  type ListedRequest,
  listRequests,
  type RequestFilter,
  requestFilters,
} from "../../core/requests/list-requests.ts";
import { requestState } from "../../core/kernel/requests/request-state.ts";
import { rowsAtOnce } from "../slack/listing.ts";
import { plain } from "../slack/reopened-view.ts";
import { wordsMarkup } from "../slack/words-markup.ts";
import { z } from "zod";
import type { Action } from "../slack/action.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import type { Command } from "../slack/command.ts";
import { unexpected } from "../slack/read-line.ts";
import { textOf, tidy, type Word } from "../slack/words.ts";

/** The button's value is a filter and the id after which the page begins. */
export const requestsPageAction = "requests-page";
/** Each of several buttons in one row needs an id of its own. */
export const requestsFilterAction = (filter: RequestFilter) => `requests-filter:${filter}`;

interface Page {
  filter: RequestFilter;
  before?: string | undefined;
}

/** A page of requests, each that failed with its buttons for those who may decide. */
export async function showRequests(
  ctx: Context<ConsoleUserActor>,
  { filter, before }: Page,
): Promise<[text: string, blocks: KnownBlock[]]> {
  const { requests, next, steps } = await listRequests(ctx, { filter, before, take: rowsAtOnce });
  const rows = requests.map(rowOf);
  const none = before ? "No more." : nothing[filter];
  const blocks: KnownBlock[] = [
    { type: "header", text: plain(titles[filter]) },
    ...(rows.length + steps.length === 0 ? [section(none)] : []),
    ...steps.flatMap((step) => [section(inCloudWords(ctx, step)), buttonsFor(effectButtons(step))]),
    ...requests.flatMap(({ request, decidable, inCloud }, index) => [
      section(rows[index] ?? ""),
      ...(decidable ? [buttonsFor(failureButtons(request))] : []),
      ...inCloud.flatMap((effect) => [section(inCloudWords(ctx, effect)), buttonsFor(effectButtons(effect))]),
    ]),
    { type: "context", elements: [{ type: "mrkdwn", text: hint }] },
    filterButtons(filter, next),
  ];
  const told = [...steps.map((step) => inCloudWords(ctx, step)), ...rows];
  return [[titles[filter], ...(told.length > 0 ? told : [none])].join("\n"), blocks];
}

const titles: Record<RequestFilter, string> = {
  all: "Requests",
  mine: "Your requests",
  waiting: "Requests that wait",
  failed: "Requests that failed",
};

const nothing: Record<RequestFilter, string> = {
  all: "There are no requests yet.",
  mine: "You have made no requests yet.",
  waiting: "No request is waiting.",
  failed: "Nothing has failed.",
};

const hint = "Newest first. Your own, and those of others that your permissions let you ask for.";

function rowOf({ request, title }: ListedRequest): string {
  const { requester, createdAt } = request;
  const who = requester ? nameOf(requester) : "somebody who was removed";
  const words = requestState(request).map((part) => (typeof part === "string" ? shorten(part, 500) : part));
  const lines = [
    `*${wordsMarkup(title)}*`,
    wordsMarkup(words),
    wordsMarkup([`${who}, `, { time: createdAt }]),
  ];
  return shortenMarkup(lines.join("\n"), 2900);
}

function section(text: string): KnownBlock {
  return { type: "section", text: { type: "mrkdwn", text } };
}

function inCloudWords(ctx: Context, effect: ListedRequest["inCloud"][number]): string {
  return shortenMarkup(escapeMrkdwn(effectWords(ctx, effect)), 2900);
}

function buttonsFor(buttons: CardButton[]): KnownBlock {
  const elements = buttons.map(({ action, value, label }) => ({
    type: "button" as const,
    action_id: action,
    value,
    text: plain(label),
  }));
  return { type: "actions", elements };
}

function filterButtons(current: RequestFilter, next: string | undefined): KnownBlock {
  const others = requestFilters.filter((filter) => filter !== current);
  return {
    type: "actions",
    elements: [
      ...(next
        ? [button(requestsPageAction, "Next page", JSON.stringify({ filter: current, before: next }))]
        : []),
      ...others.map((filter) =>
        button(requestsFilterAction(filter), labels[filter], JSON.stringify({ filter })),
      ),
    ],
  };
}

const labels: Record<RequestFilter, string> = {
  all: "All",
  mine: "Mine",
  waiting: "Waiting",
  failed: "Failed",
};

function button(action: string, label: string, value: string) {
  return { type: "button" as const, action_id: action, value, text: plain(label) };
}

const pageValue = z.object({ filter: z.enum(requestFilters), before: z.uuid().optional() });

/** Another page of the list, or another list, in the place of the one that is shown. */
export const requestsPages: Action[] = [requestsPageAction, ...requestFilters.map(requestsFilterAction)].map(
  (name) => ({
    name,
    async run({ value, context, replace }) {
      const [text, blocks] = await showRequests(await context(), pageValue.parse(JSON.parse(value)));
      await replace(text, blocks);
    },
  }),
);

export const requests: Command = {
  name: "requests",
  area: "Everyone",
  summary: "what was asked for and what has become of it; what failed can be tried again",
  usage: ["", "mine|waiting|failed"],
  example: "failed",

  async run({ words, context, say }) {
    const filter = readFilter(words);
    const [text, blocks] = await showRequests(await context(), { filter });
    await say(text, blocks);
  },
};

const meanings: Record<string, RequestFilter> = {
  my: "mine",
  me: "mine",
  pending: "waiting",
  open: "waiting",
};

function readFilter(words: Word[]): RequestFilter {
  if (words.length === 0) return "all";
  const typed = tidy(textOf(words)).toLowerCase();
  const filter =
    requestFilters.find((known) => known === typed) ??
    (Object.hasOwn(meanings, typed) ? meanings[typed] : undefined);
  if (filter) return filter;
  throw new DomainError(
    "invalid",
    `${unexpected(textOf(words)).message} Choose one of mine, waiting and failed.`,
  );
}

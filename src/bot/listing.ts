import type { KnownBlock } from "@slack/types";
import { escapeMrkdwn, shorten, shortenMarkup } from "../core/chat/mrkdwn.ts";
import type { ConsoleUserActor, Context } from "../core/context.ts";
import { openFormAction } from "../core/home/openings.ts";
import { plain } from "./plain-text.ts";

/** A list that is read page by page. Its arguments and its place are all that a button has to carry. */
export interface Listing {
  name: string;
  /** The form that searches the same, and what it is to hold. */
  search?(args: string[]): Searching;
  load(ctx: Context<ConsoleUserActor>, args: string[], after: string | undefined): Promise<ListPage>;
}

export interface Searching {
  form: string;
  label: string;
  typed: Record<string, string>;
}

export interface ListPage {
  title: string;
  /** Markup, with what people typed escaped. */
  rows: string[];
  /** What is said where there is no row. */
  none: string;
  /** Where the next page begins. */
  next?: string | undefined;
  /** Between the rows and the hint. */
  more?: KnownBlock[];
  /** Under the rows: what can be done with them. */
  hint?: string;
}

export const nextPageAction = "next-page";
export const rowsAtOnce = 10;

export function listText({ title, rows, none }: ListPage): string {
  return [escapeMrkdwn(title), ...(rows.length > 0 ? rows : [none])].join("\n");
}

/** A page as a message, with the button that opens the search. */
export function messageBlocks(listing: Listing, args: string[], page: ListPage): KnownBlock[] {
  return withSearch(listBlocks(listing, args, page), listing.search?.(args));
}

/** The same blocks, with a button beside "Next page" that opens a form. */
export function withSearch(blocks: KnownBlock[], search: Searching | undefined): KnownBlock[] {
  if (!search) return blocks;
  const { form, label, typed } = search;
  const element = {
    type: "button" as const,
    action_id: openFormAction(form),
    value: JSON.stringify(typed),
    text: plain(label),
  };
  const last = blocks.at(-1);
  return last?.type === "actions"
    ? [...blocks.slice(0, -1), { ...last, elements: [...last.elements, element] }]
    : [...blocks, { type: "actions", elements: [element] }];
}

export function listBlocks(listing: Listing, args: string[], page: ListPage): KnownBlock[] {
  const { title, rows, none, more = [], next, hint } = page;
  const body = rows.length > 0 ? rows : [none];
  const value = JSON.stringify([listing.name, args, next]);
  return [
    { type: "header", text: plain(shorten(title, 150)) },
    ...body.map((row): KnownBlock => ({
      type: "section",
      text: { type: "mrkdwn", text: shortenMarkup(row, 2900) },
    })),
    ...more,
    ...(hint
      ? [{ type: "context", elements: [{ type: "mrkdwn", text: shortenMarkup(hint, 1900) }] } as KnownBlock]
      : []),
    ...(next && value.length <= 2000
      ? [
          {
            type: "actions",
            elements: [{ type: "button", action_id: nextPageAction, value, text: plain("Next page") }],
          } as KnownBlock,
        ]
      : []),
  ];
}

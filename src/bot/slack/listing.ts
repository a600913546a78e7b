import type { KnownBlock, InputBlock } from "@slack/types";
import { escapeMrkdwn, shorten, shortenMarkup } from "../../core/kernel/text/mrkdwn.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { openFormAction } from "../../core/home/openings.ts";
import { contextBlock, plain, section, sections } from "./reopened-view.ts";
import { type Call, type Form, type FormMore, type FormValues, type Shown, type Command } from "./command.ts";
import { help as overview, suggestions, unknownCommand, usage } from "./help-texts.ts";
import { textOf, tidy, type Word } from "./words.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import type { Permission } from "../../core/kernel/access/access.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { selectField } from "./fields.ts";
import { type Table, tableBlock, tableRowsAtMost } from "./table.ts";
import { resolveCommands } from "../../core/kernel/text/command-hint.ts";

/** A list that is read page by page. Its arguments and its place are all that a button has to carry. */
export interface Listing {
  name: string;
  /** The form that searches the same, and what it is to hold. */
  search?(args: string[]): Searching;
  /** `take` is how many rows at most, `rowsAtOnce` unless told: a table is asked for as many as Slack leafs through. */
  load(
    ctx: Context<ConsoleUserActor>,
    args: string[],
    after: string | undefined,
    take?: number,
  ): Promise<ListPage>;
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
  /** The same in columns. Left out where a row has buttons, or where there is no such thing. */
  table?: Table;
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
  const first = rows.slice(0, rowsAtOnce);
  return [escapeMrkdwn(title), ...(rows.length > 0 ? first : [none])].join("\n");
}

/** What is said to one person; `otherwise` is sent in its place where Slack does not take its blocks. */
export interface Said {
  text: string;
  blocks: KnownBlock[];
  otherwise?: () => Promise<Said>;
}

/** Rows that are asked for one after another, until they fit into one table. */
const takes = [tableRowsAtMost, tableRowsAtMost / 2, tableRowsAtMost / 4, rowsAtOnce];

/** A page as a message: a table that Slack sorts and leafs through, or, where the list is none, or Slack takes none, text. */
export async function listMessage(
  ctx: Context<ConsoleUserActor>,
  listing: Listing,
  args: string[],
  after?: string,
): Promise<Said> {
  const inText = async (): Promise<Said> => {
    const page = await listing.load(ctx, args, after);
    return { text: listText(page), blocks: messageBlocks(listing, args, page) };
  };
  for (const take of takes) {
    const page = await listing.load(ctx, args, after, take);
    const { table, title } = page;
    const block = table && tableBlock(resolveCommands(title), table);
    if (block)
      return { text: listText(page), blocks: messageBlocks(listing, args, page, [block]), otherwise: inText };
    if (!table || table.rows.length === 0) break;
  }
  return inText();
}

/** A page as a message, with the button that opens the search. */
function messageBlocks(listing: Listing, args: string[], page: ListPage, body?: KnownBlock[]): KnownBlock[] {
  return withSearch(listBlocks(listing, args, page, body), listing.search?.(args));
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

export function listBlocks(
  listing: Listing,
  args: string[],
  page: ListPage,
  /** In the place of its rows. */
  body: KnownBlock[] = rowBlocks(page),
): KnownBlock[] {
  const { title, more = [], next, hint } = page;
  const value = JSON.stringify([listing.name, args, next]);
  return [
    { type: "header", text: plain(title, 150) },
    ...body,
    ...more,
    ...(hint ? [contextBlock(hint)] : []),
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

function rowBlocks({ rows, none }: ListPage): KnownBlock[] {
  return (rows.length > 0 ? rows : [none]).map((row) => ({
    type: "section",
    text: { type: "mrkdwn", text: shortenMarkup(row, 2900) },
  }));
}

/** Answers with the first page, and with the button that opens the search. */
export async function sayListing(
  { context, say }: Pick<Call, "context" | "say">,
  listing: Listing,
  args: string[],
): Promise<void> {
  const { text, blocks, otherwise } = await listMessage(await context(), listing, args);
  await say(text, blocks, otherwise);
}

interface ListingForm {
  /** The command's. */
  name: string;
  title: string;
  /** Left out where every Console User may. */
  needs?: Permission;
  button: string;
  fields(
    ctx: Context<ConsoleUserActor>,
    typed: Record<string, string>,
    more: FormMore,
    /** Takes a sentence for each thing that was typed and is not found. */
    notices: string[],
  ): InputBlock[] | Promise<InputBlock[]>;
  show(ctx: Context<ConsoleUserActor>, values: FormValues, more: FormMore): Promise<Shown | string>;
}

/** A form that stays open, with what was found under it, so that a search can be made narrower. */
export function listingForm(listed: ListingForm): Form {
  const { name, title, needs, button } = listed;
  const check = async (ctx: Context<ConsoleUserActor>): Promise<void> => {
    if (needs) await requirePermission(ctx, needs, name);
  };
  return {
    name,
    title,
    async view(ctx, typed, more) {
      await check(ctx);
      const notices: string[] = [];
      const blocks = await listed.fields(ctx, typed, more, notices);
      return { submit: plain(button), blocks, notices };
    },
    async submit(ctx, values, _place, more) {
      await check(ctx);
      return listed.show(ctx, values, more);
    },
  };
}

/** The first page, for a modal. */
export async function firstPage(
  ctx: Context<ConsoleUserActor>,
  listing: Listing,
  args: string[],
): Promise<Shown> {
  const page = await listing.load(ctx, args, undefined);
  return { text: listText(page), blocks: listBlocks(listing, args, page) };
}

export function textIn(values: FormValues, id: string): string {
  const value = values[id];
  return typeof value === "string" ? value.trim() : "";
}

const form = listingForm({
  name: "help",
  title: "How to write a command",
  button: "Show",
  fields: (_ctx, { command }, more) => [commandField(more, command)],
  async show(_ctx, values, more) {
    const text = usage(chosenCommand(more, values));
    return { text, blocks: [section(text)] };
  },
});

export const help: Command = {
  name: "help",
  area: "Everyone",
  summary: "all commands, and how to write them",
  usage: ["", "<command>"],
  example: "invite",
  forms: [form],

  async run({ commands, words, say }) {
    // “help me” asks for no command of that name.
    const word = words.find(({ text }) => !/^me[.!?]*$/iu.test(text));
    const all = overview(commands);
    if (!word) return say(all, overviewBlocks("help", all));
    const about = named(commands, words);
    await say(about ? usage(about) : unknownCommand(suggestions(commands, word.text), word.text));
  },
};

/** The command that words name, also with the slash command before it. */
export function named(commands: Command[], words: Word[]): Command | undefined {
  const typed = tidy(textOf(words))
    .toLowerCase()
    .replace(/^\/?cyclr\s*/u, "")
    .replaceAll(/[\s_]+/gu, "-");
  return commands.find(({ name }) => name === typed || name === tidy(words[0]?.text ?? "").toLowerCase());
}

/** One of all commands. */
export function commandField({ commands }: FormMore, chosen: string | undefined): InputBlock {
  const choices = commands.map(({ name, summary }) => ({
    value: name,
    text: `/cyclr ${name}`,
    description: shorten(summary, 75),
  }));
  return selectField({ id: "command", label: "Command", choices, chosen });
}

/** What is said of all commands, with a button to the form that tells of one. */
export function overviewBlocks(form: string, markup: string): KnownBlock[] {
  return withSearch(sections(markup), { form, label: "Choose a command…", typed: {} });
}

/** Throws invalid where none was chosen. */
export function chosenCommand({ commands }: FormMore, values: FormValues): Command {
  const command = commands.find(({ name }) => name === values["command"]);
  if (command) return command;
  throw new DomainError("invalid", "Choose a command.", "command");
}

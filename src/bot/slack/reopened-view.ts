import type {
  InputBlock,
  KnownBlock,
  ModalView,
  MrkdwnElement,
  PlainTextElement,
  SectionBlock,
} from "@slack/types";
import type { ViewOutput } from "@slack/bolt";
import { resolveHints } from "../../core/kernel/text/command-hint.ts";
import { shorten, shortenMarkup } from "../../core/kernel/text/mrkdwn.ts";

type State = ViewOutput["state"]["values"][string][string];

const [faultId, resultsId] = ["fault", "results"];
const blocksAtMost = 100;

export interface Reopening {
  /** What is wrong, and at which field. */
  fault?: { sentence: string; field: string };
  /** Stands under the form, in the place of what stood there. */
  results?: KnownBlock[];
}

/** A form as it stands in Slack, with all that was typed and chosen, and something new said in it. */
export function reopenedView(view: ViewOutput, { fault, results = [] }: Reopening): ModalView {
  const own = formBlocks(view).map((block) => refilled(block, view.state.values));
  const told = fault
    ? own.flatMap((block) => (block.block_id === fault.field ? [block, faultBlock(fault.sentence)] : [block]))
    : own;
  const under: KnownBlock[] =
    results.length > 0 ? [{ type: "divider", block_id: resultsId }, ...results] : [];
  return {
    type: "modal",
    title: plain(view.title.text),
    close: plain(view.close?.text ?? "Close"),
    ...(view.submit && { submit: plain(view.submit.text) }),
    callback_id: view.callback_id,
    private_metadata: view.private_metadata,
    blocks: [...told, ...under].slice(0, blocksAtMost),
  };
}

/** What stands under a form. */
export function resultsIn(view: ViewOutput): KnownBlock[] {
  const blocks = view.blocks as KnownBlock[];
  const at = blocks.findIndex(({ block_id: id }) => id === resultsId);
  return at === -1 ? [] : blocks.slice(at + 1);
}

function formBlocks(view: ViewOutput): KnownBlock[] {
  const blocks = view.blocks as KnownBlock[];
  const at = blocks.findIndex(({ block_id: id }) => id === resultsId);
  return (at === -1 ? blocks : blocks.slice(0, at)).filter(({ block_id: id }) => id !== faultId);
}

function faultBlock(sentence: string): KnownBlock {
  return { ...alert(sentence), block_id: faultId };
}

const alertAtMost = 200;

/** A text that stands out in a form; as a paragraph where it is longer than Slack takes in an alert. */
export function alertOr(
  text: PlainTextElement | MrkdwnElement,
  level: "info" | "warning" | "error",
  paragraph: KnownBlock = { type: "section", text },
): KnownBlock {
  return text.text.length > alertAtMost ? paragraph : { type: "alert", level, text };
}

/** What is wrong, in a form. Markup, in which what people typed is escaped. */
export function alert(sentence: string): KnownBlock {
  return alertOr({ type: "mrkdwn", text: sentence }, "error", section(`:warning: ${sentence}`));
}

function refilled(block: KnownBlock, values: ViewOutput["state"]["values"]): KnownBlock {
  if (block.type !== "input") return block;
  const state = Object.values(values[block.block_id ?? ""] ?? {})[0];
  return state ? { ...block, element: withInitial(block.element, state) } : block;
}

/** The element as it would be drawn first with what it holds now. */
function withInitial(element: InputBlock["element"], state: State): InputBlock["element"] {
  const bare = Object.fromEntries(Object.entries(element).filter(([key]) => !key.startsWith("initial_")));
  const several = state.selected_options ?? [];
  return {
    ...bare,
    ...(state.value && { initial_value: state.value }),
    ...(state.selected_option && { initial_option: state.selected_option }),
    ...(several.length > 0 && { initial_options: several }),
    ...(state.selected_date && { initial_date: state.selected_date }),
    ...(typeof state.selected_date_time === "number" && { initial_date_time: state.selected_date_time }),
  } as InputBlock["element"];
}

/** Text without markup, of at most so many characters. */
export function plain(text: string, most = 3000): PlainTextElement {
  return { type: "plain_text", text: shorten(resolveHints(text), most), emoji: false };
}

/** A paragraph of markup, in which what people typed is escaped already. */
export function section(markup: string): SectionBlock {
  return { type: "section", text: { type: "mrkdwn", text: shortenMarkup(markup, 2900) } };
}

/** A small line of markup. */
export function contextBlock(markup: string): KnownBlock {
  return { type: "context", elements: [{ type: "mrkdwn", text: shortenMarkup(markup, 1900) }] };
}

/** As many paragraphs as its lines need. */
export function sections(markup: string): SectionBlock[] {
  const parts: string[] = [];
  for (const line of markup.split("\n")) {
    const last = parts.at(-1);
    if (last !== undefined && last.length + line.length < 2900) parts[parts.length - 1] = `${last}\n${line}`;
    else parts.push(line);
  }
  return parts.map(section);
}

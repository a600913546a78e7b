import type { App } from "../../core/context.ts";
import { openFormAction } from "../../core/home/openings.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { reasonInput } from "../../core/kernel/requests/reason-input.ts";
import { resolveHints } from "../../core/kernel/text/command-hint.ts";
import { zoneOf } from "../../core/kernel/time/time-zone.ts";
import { momentMark } from "../../core/kernel/text/moment-words.ts";
import { escapeMrkdwn, shorten } from "../../core/kernel/text/mrkdwn.ts";
import type { Call, Command, Form } from "./command.ts";
import { checkForm } from "./fields.ts";
import { suggestions, unknownCommand, usage } from "./help-texts.ts";
import { sentenceFor } from "./open-form.ts";
import { isOption, readOptions, unknownOption } from "./options.ts";
import { plain, sections } from "./reopened-view.ts";
import { tellCommand } from "./tell-command.ts";
import { isWord, splitWords, textOf, tidy, type Word, withoutOpening } from "./words.ts";

/** What one delivery from Slack brings and takes; what its words say comes later. */
export interface Delivery extends Pick<Call, "place" | "context" | "say" | "whisper" | "openForm"> {
  submit(planOnly: boolean, reason: string | undefined): Call["submit"];
}

export const allCommandsAction = "all-commands";

/** Finds the subcommand in the table and runs it; whatever happens, the caller is answered. */
export async function dispatchCommand(
  app: App,
  commands: Command[],
  text: string,
  call: Delivery,
): Promise<void> {
  const words = withoutOpening(splitWords(text));
  const at = words.findIndex((word) => !isOption(word));
  const first = words[at];
  const rest = words.filter((_, index) => index !== at);
  const command = commandNamed(commands, first?.text ?? "help");
  if (command && !first) return run(app, commands, command, [], call);
  if (command) return run(app, commands, command, rest, call);
  const [second, ...others] = rest.filter((word) => !isOption(word));
  const joined = second && commandNamed(commands, `${first?.text}-${second.text}`);
  // What only reads may as well be shown; what changes something is asked about.
  if (joined && !joined.changes)
    return run(
      app,
      commands,
      joined,
      rest.filter((word) => word !== second),
      call,
    );
  tellCommand(app, { command: "unknown", via: "line", who: call.place.chatUserId })(undefined, "unknown");
  const meant = joined ? [joined] : suggestions(commands, tidy(first?.text ?? ""));
  await sayUnknown(first?.text ?? "", meant, joined ? others : rest, call);
}

function commandNamed(commands: Command[], word: string): Command | undefined {
  const name = word
    .toLowerCase()
    // Autocorrect and word processors write other dashes.
    .replace(/[_\u2010-\u2015\u2212]/gu, "-")
    .replace(/^\/|[.,:;!?…]+$/gu, "");
  return commands.find((known) => known.name === name);
}

/** Never runs what it only guesses: a button opens the form of what may be meant, with the rest of the line in it. */
async function sayUnknown(word: string, meant: Command[], rest: Word[], { say }: Delivery): Promise<void> {
  const text = unknownCommand(meant, word);
  const buttons = meant.flatMap((command) => {
    const { name, forms: [form] = [] } = command;
    if (!form) return [];
    const { words } = readOptions(rest, [], -1);
    const typed = {
      ...command.read?.(words).typed,
      ...(words.length > 0 && { line: textOf([{ text: name, quoted: false }, ...words]) }),
    };
    return [formButton(form, typed, `${name}…`)];
  });
  const all = {
    type: "button" as const,
    action_id: allCommandsAction,
    value: "all",
    text: plain("All commands"),
  };
  await say(text, [...sections(text), { type: "actions", elements: [...buttons, all] }]);
}

async function run(
  app: App,
  commands: Command[],
  command: Command,
  typed: Word[],
  call: Delivery,
): Promise<void> {
  const { options = [], changes = false } = command;
  const {
    help,
    plan: planOnly,
    unknown,
    words: rest,
  } = readOptions(typed, options, textFrom(typed, command));
  const tell = tellCommand(app, { command: command.name, via: "line", who: call.place.chatUserId });
  if (help || isHelp(rest)) {
    tell(undefined, "help");
    return call.say(usage(command));
  }
  const line = textOf([{ text: command.name, quoted: false }, ...typed]);
  let understood = false;
  let words = rest;
  let reason: string | undefined;
  try {
    const taken: TakenReason = changes ? takeReason(rest, command) : { rest };
    ({ rest: words, reason } = taken);
    if (unknown) throw unknownOption(unknown, options, changes);
    if (taken.missing) throw new DomainError("invalid", "Something is missing after “because”.");
    if (changes) refuseTwo(commands, command, words);
    const place = { ...call.place, ...(reason && { reason }) };
    const submit = call.submit(planOnly, reason);
    await command.run({
      ...call,
      app,
      commands,
      words,
      planOnly,
      place,
      understood: () => void (understood = true),
      submit(kind, input) {
        understood = true;
        return submit(kind, input);
      },
      openForm: (form, given = {}) =>
        call.openForm(form, { ...kept(given, reason, planOnly), ...(words.length > 0 && { line }) }),
    });
    tell();
  } catch (error) {
    const filled = { ...kept(command.read?.(words).typed ?? {}, reason, planOnly), line };
    await answerFault(app, command, error, { understood, filled, tell }, call);
  }
}

function kept(given: Record<string, string>, reason: string | undefined, planOnly: boolean) {
  return { ...given, ...(reason && { because: reason }), ...(planOnly && { plan: "only" }) };
}

interface Fault {
  understood: boolean;
  /** What the form is to hold. */
  filled: Record<string, string>;
  tell: (error: unknown) => void;
}

/** Where the words were not understood the form opens with what was, so that nothing has to be typed again. */
async function answerFault(
  app: App,
  command: Command,
  error: unknown,
  { understood, filled, tell }: Fault,
  { say, openForm, context }: Delivery,
): Promise<void> {
  const sentence = sentenceFor(app, error);
  tell(error);
  const text = `:warning: ${escapeMrkdwn(sentence)}`;
  const [form] = command.forms ?? [];
  if (!form || !command.read || understood || !isAboutWords(error))
    return say(isWording(error) ? `${text}\n${usage(command)}` : text);
  // Carried by a button as well, which no mark of ours may come back from.
  const timeZone = sentence.includes(momentMark) ? zoneOf(app, (await context()).actor) : undefined;
  const typed = { ...filled, notice: resolveHints(sentence, timeZone) };
  const opened = command.changes ? await opens(() => openForm(form, typed)) : undefined;
  if (opened instanceof DomainError && opened.code === "forbidden")
    return say(`:warning: ${escapeMrkdwn(opened.message)}`);
  await say(text, [
    ...sections(text),
    { type: "actions", elements: [formButton(form, typed, "Open the form")] },
  ]);
}

/** Slack may have closed its window for it: the button under the answer opens it then. */
async function opens(open: () => Promise<void>): Promise<unknown> {
  try {
    await open();
    return undefined;
  } catch (error) {
    return error;
  }
}

const valueAtMost = 2000;

/** A button that opens a form with what was typed, as far as Slack carries it. */
export function formButton(form: Form, typed: Record<string, string>, label: string) {
  let value = JSON.stringify(typed);
  for (const most of [300, 100, 30, 0]) {
    if (value.length <= valueAtMost) break;
    const short = Object.entries(typed).map(([name, text]) => [name, shorten(text, most)]);
    value = most === 0 ? "{}" : JSON.stringify(Object.fromEntries(short));
  }
  return { type: "button" as const, action_id: openFormAction(form.name), value, text: plain(label) };
}

interface TakenReason {
  reason?: string;
  rest: Word[];
  /** “because” stands last: none was given. */
  missing?: boolean;
}

/**
 * Takes `because …` from the end of a line: why it is asked for. A command that reads it itself keeps the words; behind a
 * keyword that begins free text it is part of the text.
 */
function takeReason(words: Word[], command: Command): TakenReason {
  const at = words.findLastIndex((word) => isWord(word, "because"));
  if (at !== -1 && at === words.length - 1) return { rest: words.slice(0, at), missing: true };
  const free = words.findIndex((word) => command.textAfter?.some((keyword) => isWord(word, keyword)));
  const inText = free !== -1 && free < at && !words[free + 1]?.quoted;
  if (at === -1 || inText) return { rest: words };
  const { because: reason } = checkForm(reasonInput, { because: textOf(words.slice(at + 1)) });
  return { ...(reason && { reason }), rest: command.readsBecause ? words : words.slice(0, at) };
}

/** Where a sentence begins, in which one dash is a dash. */
function textFrom(words: Word[], { textAfter = [] }: Pick<Command, "textAfter">): number {
  return words.findIndex((word) => [...textAfter, "because"].some((keyword) => isWord(word, keyword)));
}

/** Throws invalid where another command begins in the line: one of the two would be taken for a name, or left out. */
function refuseTwo(commands: Command[], { name, textAfter = [] }: Command, words: Word[]): void {
  const free = textFrom(words, { textAfter });
  const read = free === -1 ? words : words.slice(0, free);
  const other = read.find(
    (word) =>
      !word.quoted &&
      (/^\/cyclr$/iu.test(word.text) || (/-/u.test(word.text) && commandNamed(commands, word.text))),
  );
  if (!other) return;
  const second = commandNamed(commands, other.text)?.name;
  const which = second ? `: /cyclr ${name} and /cyclr ${second}` : "";
  throw new DomainError(
    "invalid",
    `This line holds two commands${which}. Send them one at a time. Nothing was done.`,
  );
}

const isHelp = (words: Word[]): boolean => words.length === 1 && words.some((word) => isWord(word, "help"));

const isAboutWords = (error: unknown): boolean =>
  error instanceof DomainError && ["invalid", "not-found", "conflict"].includes(error.code);

const isWording = (error: unknown) => error instanceof Error && "code" in error && error.code === "invalid";

import type { InputBlock } from "@slack/types";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import type { RequestKind } from "../../core/kernel/requests/request-kind.ts";
import { type Submitted, submitRequest } from "../../core/kernel/requests/submit-request.ts";
import type { Call, Command, Form, FormValues } from "./command.ts";
import { checkForm } from "./fields.ts";
import { takeOption } from "./options.ts";
import { type LineArg, readLine, type Reading } from "./read-line.ts";
import { plain } from "./reopened-view.ts";
import { shareWords } from "./share-words.ts";
import { isWord, type Word } from "./words.ts";

type Reader = Context<ConsoleUserActor>;

/** One thing that a command has to know, on its line and in its form. */
export interface Arg extends LineArg {
  /** What it is called in the input, where it is not its name. */
  field?: string;
  /** How help writes it; left out where only the form asks for it. */
  usage?: string;
  /** `--temporary`: an option of the line, in the place of words; this is what it stands for. */
  option?: { name: string; value: string };
  /** The id that typed words stand for; left out where the words themselves are meant. */
  find?: (ctx: Reader, words: string) => Promise<string | string[]>;
  /** In the form, with what was typed in it; several where it takes several, none where there is nothing to choose from. */
  block: (ctx: Reader, typed?: string) => InputBlock | InputBlock[] | Promise<InputBlock | InputBlock[]>;
}

interface RequestCommand<Input> extends Pick<
  Command,
  "name" | "area" | "summary" | "example" | "grantsAdministrator"
> {
  request: RequestKind<Input>;
  /** In the order in which they are asked for. */
  args: Arg[];
  /** Of the form, and what its button says. */
  title: string;
  button?: string;
  /** How help writes it, where one line of its args does not say it. */
  usage?: string[];
  /** What the request takes, where that is not what its args say; asked after the permission. */
  input?: (ctx: Reader, values: FormValues) => Input | Promise<Input>;
  /** The same of what the form holds, where that is not what is typed. */
  fromForm?: (ctx: Reader, values: FormValues) => Input | Promise<Input>;
  /** What the form is filled with, where a button named it otherwise. */
  prepare?: (ctx: Reader, typed: Record<string, string>) => Promise<Record<string, string>>;
  /** Looks once more at what was read of a line, for what only this command can tell. */
  reread?: (reading: Reading) => Reading;
  /** In the place of submitting what was typed. */
  submitLine?: (call: Call, input: Input) => Promise<void>;
  /** What is said to who sent the form, where it is not what is said of every request. */
  submitted?: (
    ctx: Reader,
    submitted: Submitted,
    input: Input,
  ) => string | Submitted | Promise<string | Submitted>;
}

/** A command that submits one request: whole on one line or by its form, from one list of what it has to know. */
export function requestCommand<Input>(given: RequestCommand<Input>): Command & { forms: [Form] } {
  const {
    request,
    args,
    title,
    button = "Continue",
    input,
    prepare,
    reread = (reading) => reading,
    submitLine,
    submitted,
    ...texts
  } = given;
  const { fromForm = input, ...shown } = texts;
  const { needs } = request;
  const typedArgs = args.filter(({ usage }) => usage !== undefined);
  const options = args.flatMap(({ option }) => (option ? [option.name] : []));
  const check = (ctx: Reader): Promise<void> => requirePermission(ctx, needs, shown.name);
  const inputOf = (ctx: Reader, values: FormValues, read: typeof input): Input | Promise<Input> =>
    read ? read(ctx, values) : checkForm(request.input, values);

  const form: Form = {
    name: shown.name,
    title,
    async view(ctx, given) {
      await check(ctx);
      const prepared = prepare ? await prepare(ctx, given) : given;
      const { typed, notices } = await shareWords(ctx, args, prepared);
      const blocks: InputBlock[] = [];
      for (const { name, block } of args)
        blocks.push(...[await filled(notices, typed[name], (words) => block(ctx, words))].flat());
      return { submit: plain(button), blocks, notices };
    },
    async submit(ctx, values, place) {
      // An input of its own may look something up; the request asks for its permission itself.
      if (fromForm) await check(ctx);
      try {
        const asked = await inputOf(ctx, values, fromForm);
        const taken = await submitRequest(ctx, request, asked, place);
        return submitted ? await submitted(ctx, taken, asked) : taken;
      } catch (error) {
        throw atItsOnlyField(args, error);
      }
    },
  };

  const read = (words: Word[]): Reading => reread(readArgs(args, words));

  return {
    usage: ["", typedArgs.map(usageOf).join(" ")],
    ...shown,
    kind: request.kind,
    needs,
    changes: true,
    forms: [form],
    ...(options.length > 0 && { options }),
    textAfter: args.flatMap(({ toTheEnd, keyword }) => (toTheEnd && keyword ? [keyword] : [])),
    read,
    async run(call) {
      const { typed, doubts } = read(call.words);
      const isWhole = !typedArgs.some(({ name, optional }) => !optional && !typed[name]);
      if (!isWhole && doubts.length === 0) return call.openForm(form, typed);
      const ctx = await call.context();
      // Before anything is looked up, so that names are told to nobody who may not know them.
      await check(ctx);
      if (doubts.length > 0) throw new DomainError("invalid", doubts.join(" "));
      const values: FormValues = {};
      for (const { name, field = name, find } of args) {
        const words = typed[name];
        values[field] = words && find ? await find(ctx, words) : words;
      }
      const asked = await inputOf(ctx, values, input);
      await (submitLine ? submitLine(call, asked) : call.submit(request, asked));
    },
  };
}

/** A field with what was typed in it; where that is not found the field stays empty, and why is added to the notices. */
export async function filled<Block>(
  notices: string[],
  typed: string | undefined,
  block: (typed?: string) => Block | Promise<Block>,
): Promise<Block> {
  if (typed === undefined || typed === "") return block();
  try {
    return await block(typed);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    notices.push(error.message);
    return block();
  }
}

function usageOf({ keyword, usage, optional }: Arg): string {
  const words = [keyword, usage].filter(Boolean).join(" ");
  return optional ? `[${words}]` : words;
}

/** Reads the args of a line: its options, and what stands between its keywords. */
export function readArgs(args: Arg[], words: Word[]): Reading {
  let rest = words;
  const chosen: Record<string, string> = {};
  const guessed: string[] = [];
  for (const { name, option } of args) {
    if (!option) continue;
    const taken = takeOption(rest, option.name);
    if (taken.given) chosen[name] = option.value;
    ({ rest } = taken);
    // The word without its dashes may as well be part of something else.
    const bare = rest.findIndex((word, at) => at > 0 && isWord(word, option.name.slice(2)));
    if (taken.given || bare === -1) continue;
    chosen[name] = option.value;
    guessed.push(`I read “${option.name.slice(2)}” as ${option.name}. Check it, and send it from here.`);
    rest = rest.filter((_, at) => at !== bare);
  }
  const { typed, doubts } = readLine(
    args.filter(({ usage, option }) => usage !== undefined && !option),
    rest,
  );
  return { typed: { ...typed, ...chosen }, doubts: [...doubts, ...guessed] };
}

/** Where the form has one field, a refusal that is about a field is about that one. */
function atItsOnlyField([arg, ...others]: Arg[], error: unknown): unknown {
  if (!arg || others.length > 0 || !(error instanceof DomainError) || !error.field) return error;
  return new DomainError(error.code, error.message, arg.field ?? arg.name);
}

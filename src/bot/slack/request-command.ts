import type { InputBlock } from "@slack/types";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import type { DefinedRequest } from "../../core/kernel/requests/define-request.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import type { Command, Form, FormValues } from "./command.ts";
import { checkForm } from "./fields.ts";
import { readPhrase } from "./phrase.ts";
import { plain } from "./reopened-view.ts";

type Reader = Context<ConsoleUserActor>;

/** One thing that a command has to know, on its line and in its form. */
export interface Arg {
  /** Under this the form is handed what is known from the start. */
  name: string;
  /** What it is called in the input, where it is not its name. */
  field?: string;
  /** How help writes it; left out where only the form asks for it. */
  usage?: string;
  /** `on`, `from`: what it is typed behind. The one without stands first. */
  keyword?: string;
  optional?: boolean;
  /** The id that typed words stand for; left out where the words themselves are meant. */
  find?: (ctx: Reader, words: string) => Promise<string>;
  /** In the form; several where it takes several, none where there is nothing to choose from. */
  block: (ctx: Reader, typed?: string) => InputBlock | InputBlock[] | Promise<InputBlock | InputBlock[]>;
}

interface RequestCommand<Input> extends Pick<
  Command,
  "name" | "area" | "summary" | "example" | "grantsAdministrator"
> {
  request: DefinedRequest<Input>;
  /** In the order in which they are asked for. */
  args: Arg[];
  /** Of the form, and what its button says. */
  title: string;
  button?: string;
  /** How help writes it, where one line of its args does not say it. */
  usage?: string[];
  /** What the request takes, where that is not what its args say; asked after the permission. */
  input?: (ctx: Reader, values: FormValues) => Input | Promise<Input>;
}

/** A command that submits one request: whole on one line or by its form, from one list of what it has to know. */
export function requestCommand<Input>(given: RequestCommand<Input>): Command & { forms: [Form] } {
  const { request, args, title, button = "Continue", input, ...texts } = given;
  const { needs } = request;
  const typedArgs = args.filter(({ usage }) => usage !== undefined);
  const check = (ctx: Reader): Promise<void> => requirePermission(ctx, needs, texts.name);
  const inputOf = (ctx: Reader, values: FormValues): Input | Promise<Input> =>
    input ? input(ctx, values) : checkForm(request.input, values);

  const form: Form = {
    name: texts.name,
    title,
    async view(ctx, typed) {
      await check(ctx);
      const blocks: InputBlock[] = [];
      for (const { name, block } of args) blocks.push(...[await block(ctx, typed[name])].flat());
      return { submit: plain(button), blocks };
    },
    async submit(ctx, values, place) {
      // An input of its own may look something up; the request asks for its permission itself.
      if (input) await check(ctx);
      try {
        return await submitRequest(ctx, request, await inputOf(ctx, values), place);
      } catch (error) {
        throw atItsOnlyField(args, error);
      }
    },
  };

  return {
    usage: ["", typedArgs.map(usageOf).join(" ")],
    ...texts,
    needs,
    changes: true,
    forms: [form],
    async run(call) {
      const typed = readArgs(typedArgs, call.words);
      if (typedArgs.some(({ name, optional }) => !optional && !typed[name]))
        return call.openForm(form, typed);
      const ctx = await call.context();
      // Before anything is looked up, so that names are told to nobody who may not know them.
      await check(ctx);
      const values: FormValues = {};
      for (const { name, field = name, find } of typedArgs) {
        const words = typed[name];
        values[field] = words && find ? await find(ctx, words) : words;
      }
      await call.submit(request, await inputOf(ctx, values));
    },
  };
}

function usageOf({ keyword, usage, optional }: Arg): string {
  const words = [keyword, usage].filter(Boolean).join(" ");
  return optional ? `[${words}]` : words;
}

function readArgs(args: Arg[], words: Parameters<typeof readPhrase>[0]): Record<string, string> {
  const head = args.find(({ keyword }) => !keyword)?.name;
  const keywords = Object.fromEntries(
    args.flatMap(({ keyword, name }) => (keyword ? [[keyword, name]] : [])),
  );
  return { ...readPhrase(words, { ...(head && { head }), keywords }) } as Record<string, string>;
}

/** Where the form has one field, a refusal that is about a field is about that one. */
function atItsOnlyField([arg, ...others]: Arg[], error: unknown): unknown {
  if (!arg || others.length > 0 || !(error instanceof DomainError) || !error.field) return error;
  return new DomainError(error.code, error.message, arg.field ?? arg.name);
}

import { type ParseArgsConfig, parseArgs } from "node:util";
import type { DatabaseConfig } from "./core/config.ts";
import type { OperatorContext } from "./core/context.ts";
import { measuredClock } from "./core/database-clock.ts";
import { resolveHints } from "./core/kernel/text/command-hint.ts";
import { openDatabase } from "./core/open-database.ts";
import { operator } from "./operator.ts";
import { UsageError } from "./run-command-line.ts";

type Values = Record<string, string | boolean | undefined>;

/** One of the things that a tool does: `npm run <tool> -- <name> <words> --<options>`. */
export interface Action {
  /** What each of its words is, and what is said where it is missing. */
  words?: string[];
  /** Its last word may be several: a name that nobody puts in quotes. */
  takesRest?: true;
  /** The options that it takes. */
  takes?: string[];
  run(words: string[], values: Values): Promise<void>;
}

export interface Tool {
  usage: string;
  options?: ParseArgsConfig["options"];
  /** By name; the name "" where the tool does one thing only. */
  actions: Record<string, Action>;
}

/** Throws UsageError where the words are not as `usage` says, before anything is opened. */
export async function runTool({ usage, options, actions }: Tool, args: string[]): Promise<void> {
  const fault = (sentence: string) => new UsageError(sentence, usage);
  const { values, positionals } = readWords(args, options, fault);
  const { help, ...given } = values;
  if (help) return print(usage);
  const { name, action, words } = chosen(actions, positionals, fault);
  const wanted = action.words ?? [];
  const missing = wanted[words.length];
  if (missing !== undefined) throw fault(missing);
  if (!action.takesRest && words.length > wanted.length)
    throw fault(`Unexpected word “${words[wanted.length]}”.`);
  const foreign = Object.keys(given).find((option) => !action.takes?.includes(option));
  if (foreign !== undefined) throw fault(`${name} takes no --${foreign}.`);
  await action.run(action.takesRest ? joined(words, wanted.length) : words, given);
}

/** Tells whoever runs the tool something, with its hints and moments in words. */
export const print = (text: string): void => console.log(resolveHints(text));

type Fault = (sentence: string) => UsageError;

function chosen(actions: Tool["actions"], words: string[], fault: Fault) {
  const only = actions[""];
  if (only) return { name: "It", action: only, words };
  const [name, ...rest] = words;
  const names = Object.keys(actions);
  const named = names.length > 1 ? `${names.slice(0, -1).join(", ")} or ${names.at(-1)}` : (names[0] ?? "");
  if (name === undefined) throw fault(`Say what to do: ${named}.`);
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!action) throw fault(`“${name}” is not ${names.length > 1 ? `one of ${named}` : named}.`);
  return { name, action, words: rest };
}

const joined = (words: string[], count: number) => [
  ...words.slice(0, count - 1),
  words.slice(count - 1).join(" "),
];

/** What `parseArgs` refuses is told without the advice meant for programmers. */
function readWords(args: string[], options: Tool["options"], fault: Fault) {
  try {
    const all = { ...options, help: { type: "boolean", short: "h" } } as const;
    const read = parseArgs({ args, options: all, allowPositionals: true });
    return { values: read.values as Values, positionals: read.positionals };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [sentence = ""] = error.message.split(". To specify");
    throw fault(sentence.replace(/\.?$/, "."));
  }
}

/** Does something with the migrated database, as whoever runs the tool, and closes it. */
export async function withDatabase(
  config: DatabaseConfig,
  work: (ctx: OperatorContext) => Promise<void>,
): Promise<void> {
  const db = await openDatabase(config);
  try {
    await work({ db, clock: await measuredClock(db), actor: operator() });
  } finally {
    await db.$disconnect();
  }
}

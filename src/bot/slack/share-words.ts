import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { guessedWords } from "./read-line.ts";
import type { Arg } from "./request-command.ts";
import { splitWords, textOf } from "./words.ts";

type Reader = Context<ConsoleUserActor>;
type Findable = Arg & Required<Pick<Arg, "find">>;

const wordsAtMost = 6;

interface Shared {
  typed: Record<string, string>;
  /** What was guessed, to be checked in the form. */
  notices: string[];
}

/**
 * `on harbour hanna`: words that name nothing together are shared out where they name this one and the one that is missing.
 * Only a form asks for it, so that nothing runs on a guess. The caller's permission was checked.
 */
export async function shareWords(ctx: Reader, args: Arg[], typed: Record<string, string>): Promise<Shared> {
  const findable = args.filter((arg): arg is Findable => arg.find !== undefined && arg.usage !== undefined);
  const [missing, ...others] = findable.filter(({ name, optional }) => !optional && !typed[name]);
  if (!missing || others.length > 0) return { typed, notices: [] };
  for (const holder of findable.filter((arg) => arg !== missing)) {
    const parts = await partsOf(ctx, holder, missing, typed[holder.name] ?? "");
    if (!parts) continue;
    const [own, other] = parts;
    const shared = { ...typed, [holder.name]: own, [missing.name]: other };
    return { typed: shared, notices: [guessedWords(args, shared)] };
  }
  return { typed, notices: [] };
}

/** The two texts, the holder's first; undefined where the words name it as they stand, or cannot be shared out. */
async function partsOf(
  ctx: Reader,
  holder: Findable,
  missing: Findable,
  text: string,
): Promise<[string, string] | undefined> {
  const words = splitWords(text);
  if (words.length < 2 || words.length > wordsAtMost || (await isFound(ctx, holder, text))) return undefined;
  for (let at = 1; at < words.length; at += 1) {
    const [before, after] = [textOf(words.slice(0, at)), textOf(words.slice(at))];
    for (const [own, other] of [
      [before, after],
      [after, before],
    ] as const)
      if ((await isFound(ctx, missing, other)) && (await isFound(ctx, holder, own))) return [own, other];
  }
  return undefined;
}

async function isFound(ctx: Reader, { find, fits }: Findable, words: string): Promise<boolean> {
  if (fits?.(words) === false) return false;
  try {
    await find(ctx, words);
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

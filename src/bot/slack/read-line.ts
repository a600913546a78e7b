import { DomainError } from "../../core/kernel/errors.ts";
import { shorten } from "../../core/kernel/text/mrkdwn.ts";
import { isWord, quotedText, textOf, tidy, type Word } from "./words.ts";

/** What one thing that a command has to know looks like on its line. */
export interface LineArg {
  /** Under this the form is handed what is known from the start. */
  name: string;
  /** `on`, `from`: what it is typed behind. The one without stands first. */
  keyword?: string;
  /** What it may be typed behind as well, where its keyword stands nowhere. */
  also?: readonly string[];
  /** Its keyword counts where it stands first: what stands before it cannot hold the word. */
  first?: boolean;
  optional?: boolean;
  /** Takes several, with commas or “and”. */
  many?: boolean;
  /** Whether these words can be it, by their looks alone; left out where any can. */
  fits?: (text: string) => boolean;
  /** Whether words are it beyond doubt by their looks, so that it is found wherever they stand. */
  tells?: (text: string) => boolean;
  /** What may hold any words, so that nothing else is guessed to be it. */
  free?: boolean;
  /** Free text: it reaches to the end of the line, and nothing in it is a keyword. */
  toTheEnd?: boolean;
}

export interface Reading {
  /** By the args' names. */
  typed: Record<string, string>;
  /** What was not understood, or only guessed: a sentence each. With one, nothing runs. */
  doubts: string[];
}

interface Part {
  arg: LineArg;
  words: Word[];
}

/** Every word that may stand before a place, a person or a time. */
export const prepositions = ["in", "on", "at", "of", "for", "from", "to", "into"] as const;

/** An e-mail address by its looks, alone or behind a name, or the mention of a person. */
export const looksLikeAddress = (text: string): boolean =>
  /^<?[^\s<>@]+@[^\s<>@]+>?$/u.test(tidy(text)) ||
  /^[^@<>]*<[^\s<>@]+@[^\s<>@]+>$/u.test(tidy(text)) ||
  isMention(text);

export const isMention = (text: string): boolean => /^<@[A-Z0-9]+(?:\|[^>]*)?>$/u.test(tidy(text));

/** A user ID or an e-mail holds no space. */
export const looksLikeUser = (text: string): boolean => !/\s/u.test(tidy(text)) || looksLikeAddress(text);

/**
 * Reads what a command takes from its line, its args in any order. Each is looked for behind its keyword, then behind another
 * that can only mean it, then by its looks; whatever is guessed is said, so that the form can ask.
 */
export function readLine(args: LineArg[], words: Word[]): Reading {
  const doubts: string[] = [];
  const { rest, tail } = cutTail(args, words);
  // A long list is read as it stands: there is nothing to guess in it.
  const isLong = rest.length > guessedAtMost;
  const parts = isLong ? split(args, rest) : settle(args, split(args, rest));
  if (tail) parts.push(tail);
  let told = false;
  for (const part of parts.slice()) {
    const [first, ...behind] = part.words;
    if (!first && part.arg.keyword) doubts.push(`Something is missing after “${part.arg.keyword}”.`);
    if (!first?.quoted || part.arg.many || part.arg.toTheEnd) continue;
    part.words = [first];
    const left = isLong ? behind : takeBehindKeyword(args, parts, behind);
    const other = isLong ? undefined : missingThatFits(args, parts, left);
    if (other) parts.push({ arg: other, words: left.filter(isNoPreposition) });
    else doubts.push(...tooMany(left));
    told ||= other !== undefined || left !== behind;
  }
  if (!isLong) {
    told = tellApart(args, parts) || told;
    doubts.push(...guess(args, parts, told), ...courtesyDoubts(parts));
  }
  const typed: Record<string, string> = {};
  for (const { arg, words: found } of parts) {
    const text = arg.many ? quotedText(found) : textOf(found);
    if (text) typed[arg.name] = arg.name in typed ? `${typed[arg.name]} ${text}` : text;
  }
  doubts.push(...tooMany(parts.find(({ arg }) => arg === nowhere)?.words));
  delete typed[nowhere.name];
  return { typed, doubts };
}

const guessedAtMost = 60;
const nowhere: LineArg = { name: "" };

/** What was understood, in one sentence to be checked. */
export function guessedWords(args: LineArg[], typed: Record<string, string>): string {
  const named = args.flatMap(({ name }) =>
    typed[name] ? [`${name} “${shorten(tidy(typed[name]), 60)}”`] : [],
  );
  return `I read ${named.join(", ")}. Check it, and send it from here.`;
}

function tooMany(words: Word[] | undefined): string[] {
  const extra = words?.map(({ text }) => text).filter((text) => tidy(text) !== "" && !isCourtesy(text)) ?? [];
  return extra.length > 0 ? [unexpected(extra.join(" ")).message] : [];
}

/** What words behind a name in quotes can only be: the one thing that has to be said and is not. */
function missingThatFits(args: LineArg[], parts: Part[], words: Word[]): LineArg | undefined {
  const text = tidy(textOf(words.filter(isNoPreposition)));
  const missing = args.filter((arg) => !arg.optional && !has(parts, arg));
  const [only] = missing;
  if (text === "" || isCourtesy(text) || !only || missing.length > 1 || only.free || only.toTheEnd)
    return undefined;
  return only.fits?.(text) === false ? undefined : only;
}

/** What is said of words that belong nowhere. */
export const unexpected = (text: string): DomainError =>
  new DomainError("invalid", `Unexpected ${text.includes(" ") ? "words" : "word"} “${shorten(text, 60)}”.`);

const isCourtesy = (text: string) => tidy(`x ${text}`) === "x";

/** Free text at the end: the first keyword that begins it takes all that follows. */
function cutTail(args: LineArg[], words: Word[]): { rest: Word[]; tail?: Part } {
  const free = args.filter(({ toTheEnd, keyword }) => toTheEnd && keyword);
  const at = words.findIndex((word) => free.some(({ keyword = "" }) => isWord(word, keyword)));
  const arg = free.find(({ keyword = "" }) => words[at] && isWord(words[at], keyword));
  if (at === -1 || !arg) return { rest: words };
  return { rest: words.slice(0, at), tail: { arg, words: words.slice(at + 1) } };
}

/** By the args' own keywords. One that may be part of a name counts where it stands last. */
function split(args: LineArg[], words: Word[]): Part[] {
  const starts = args
    .flatMap((arg) => {
      const { keyword } = arg;
      const is = (word: Word) => keyword !== undefined && isWord(word, keyword);
      const at = arg.first ? words.findIndex(is) : words.findLastIndex(is);
      return at === -1 || arg.toTheEnd ? [] : [{ arg, at }];
    })
    .toSorted((a, b) => a.at - b.at);
  const head = args.find(({ keyword }) => !keyword) ?? nowhere;
  const parts: Part[] = [];
  const before = words.slice(0, starts[0]?.at ?? words.length);
  if (before.length > 0) parts.push({ arg: head, words: before });
  for (const [index, { arg, at }] of starts.entries())
    parts.push({ arg, words: words.slice(at + 1, starts[index + 1]?.at ?? words.length) });
  return parts;
}

/** Moves what stands behind the wrong keyword, or behind another that can only mean one thing, to where it belongs. */
function settle(args: LineArg[], parts: Part[]): Part[] {
  // What is cut off lets what stands before it be recognised.
  for (let cut = true; cut;) cut = args.map((arg) => cutOff(arg, parts)).includes(true);
  for (const part of parts) {
    const { keyword, fits } = part.arg;
    const text = textOf(part.words);
    if (!keyword || !fits || text === "" || fits(text) || beginsWith(part)) continue;
    const other = args.find(
      (arg) =>
        arg !== part.arg && !has(parts, arg) && arg.also?.includes(keyword) && arg.fits?.(text) !== false,
    );
    if (other) part.arg = other;
  }
  return parts.filter(({ arg, words }) => words.length > 0 || arg.keyword);
}

/** Whether its first words are it beyond doubt, whatever follows. */
const beginsWith = ({ arg, words }: Part): boolean =>
  arg.tells !== undefined && longestFit({ ...arg, fits: arg.tells }, words, 0).to > 0;

/** Takes what stands behind another of its keywords out of the part that it was read into. */
function cutOff(arg: LineArg, parts: Part[]): boolean {
  if (!arg.also || has(parts, arg)) return false;
  const within = parts.find((part) => cutAt(part, arg) !== -1);
  if (!within) return false;
  const at = cutAt(within, arg);
  const found = within.words.slice(at + 1);
  within.words = within.words.slice(0, at);
  parts.splice(parts.indexOf(within) + 1, 0, { arg, words: found });
  return true;
}

/** The first of its other keywords, behind something and before something; none where free text is a name as it stands. */
function cutAt({ arg: holder, words }: Part, arg: LineArg): number {
  if (!holder.fits && holder.keyword && !arg.tells) return -1;
  return words.findIndex(
    (word, index) =>
      index < words.length - 1 &&
      (index > 0 || arg.keyword !== undefined) &&
      arg.also?.some((keyword) => isWord(word, keyword)) &&
      // Behind a keyword of its own, what is left has to be what the keyword says: “for Bank of Norway” is no length.
      (!holder.keyword || holder.fits?.(textOf(words.slice(0, index))) !== false) &&
      (arg.fits?.(textOf(words.slice(index + 1))) !== false || arg.tells?.(words[index + 1]?.text ?? "")),
  );
}

const has = (parts: Part[], arg: LineArg): boolean =>
  parts.some((part) => part.arg === arg && part.words.length > 0);

/** Hands words that cannot belong to the arg before them to one that is missing, by their looks and by their order. */
function guess(args: LineArg[], parts: Part[], told: boolean): string[] {
  let guessed = told;
  const extra: Word[] = [];
  for (const part of parts.slice()) {
    const { arg, words } = part;
    const kept = words.findIndex(
      (_, index) => tidy(textOf(words.slice(index))) === "" || isCourtesyFrom(words, index),
    );
    const meant = kept > 0 ? words.slice(0, kept) : words;
    if (!arg.fits || arg.fits(textOf(meant)) || meant.length < 2) continue;
    const atFront = longestFit(arg, meant, 0);
    const own = atFront.to > 0 ? atFront : longestFit(arg, meant);
    if (own.to === 0) continue;
    part.words = meant.slice(own.from, own.to);
    let left = takeBehindKeyword(args, parts, [...meant.slice(0, own.from), ...meant.slice(own.to)]);
    for (const other of args.filter((one) => one !== arg && !has(parts, one) && one.fits)) {
      const run = longestFit(other, left);
      if (run.to === run.from) continue;
      parts.push({ arg: other, words: left.slice(run.from, run.to) });
      left = [...left.slice(0, run.from), ...left.slice(run.to)];
    }
    const open = args.find(
      (one) => one !== arg && !has(parts, one) && !one.fits && !one.toTheEnd && !one.free,
    );
    if (left.length > 0 && open) parts.push({ arg: open, words: left.filter(isNoPreposition) });
    else extra.push(...left);
    guessed = true;
  }
  const typed = Object.fromEntries(parts.map(({ arg, words }) => [arg.name, textOf(words)]));
  return guessed ? [...tooMany(extra), guessedWords(args, typed)] : [];
}

/** What stands behind a word that only one missing thing is typed behind is that: `mia.lund on acme`. Returns what is left. */
function takeBehindKeyword(args: LineArg[], parts: Part[], left: Word[]): Word[] {
  for (const [at, word] of left.slice(0, -1).entries()) {
    const [arg, ...others] = args.filter(
      (one) => !has(parts, one) && one.also?.some((also) => isWord(word, also)),
    );
    if (!arg || others.length > 0) continue;
    parts.push({ arg, words: left.slice(at + 1) });
    return left.slice(0, at);
  }
  return left;
}

/** Takes out of a part what can only be another that is missing: `to acme ann@acme.example`, `on harbour 4h`. */
function tellApart(args: LineArg[], parts: Part[]): boolean {
  let found = false;
  for (const part of parts.slice()) {
    const { arg, words } = part;
    if (words.length < 2 || arg.toTheEnd || arg.free || arg.fits?.(textOf(words))) continue;
    // What stands in quotes is a name as it stands.
    const named = words[0]?.quoted ? 1 : 0;
    for (const other of args.filter((one) => one !== arg && one.tells && !has(parts, one))) {
      const open = part.words.slice(named);
      const { from, to } = longestFit({ ...other, fits: other.tells ?? (() => false) }, open);
      const left = [...part.words.slice(0, named), ...open.slice(0, from), ...open.slice(to)];
      if (to === 0 || left.length === 0) continue;
      parts.push({ arg: other, words: open.slice(from, to) });
      part.words = left;
      found = true;
    }
  }
  return found;
}

/** In free text nobody can tell what belongs to it: courtesy is left out, and asked about. */
function courtesyDoubts(parts: Part[]): string[] {
  return parts.flatMap((part) => {
    const { arg, words } = part;
    if (!arg.free || words.some(({ quoted }) => quoted)) return [];
    const end = words.findIndex((_, at) => at > 0 && isCourtesyFrom(words, at));
    if (end === -1) return [];
    part.words = words.slice(0, end);
    return [`I left out “${shorten(textOf(words.slice(end)), 40)}”. Does it belong to the ${arg.name}?`];
  });
}

const isNoPreposition = (word: Word, index: number): boolean =>
  index > 0 || !prepositions.some((preposition) => isWord(word, preposition));

const isCourtesyFrom = (words: Word[], from: number): boolean =>
  words.slice(from).every(({ text, quoted }) => !quoted && isCourtesy(text));

/** The longest run of words that can be this; from the given index on, where one is given. */
function longestFit(arg: LineArg, words: Word[], from?: number): { from: number; to: number } {
  for (let length = words.length; length > 0; length -= 1) {
    for (let at = from ?? 0; at + length <= words.length; at += 1) {
      if (arg.fits?.(textOf(words.slice(at, at + length)))) return { from: at, to: at + length };
      if (from !== undefined) break;
    }
  }
  return { from: 0, to: 0 };
}

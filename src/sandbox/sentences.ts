import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** What stands between quotes in the program and is read by people: at least three words, and no code. */
const quoted = /"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/gu;
/** Text of pages, between tags. */
const betweenTags = />([^<>{}]*(?:\{[^{}<>]*\}[^<>{}]*)*)</gu;
const folders = ["core", "bot", "web", "worker"];
const left = [
  /generated/u,
  /adapters\/migrations/u,
  /kernel\/requests\/sql/u,
  /stylesheet/u,
  /recorded-answers/u,
];

/** One sentence, or part of one, that somebody may read. */
export interface Sentence {
  file: string;
  line: number;
  text: string;
}

/** Every sentence of the program's sources under a folder, with where it is said. */
export function sentencesIn(root: string): Sentence[] {
  return folders
    .flatMap((folder) => filesOf(path.join(root, folder)))
    .filter((file) => !left.some((pattern) => pattern.test(file)))
    .toSorted()
    .flatMap((file) => sentencesOf(path.relative(root, file), readFileSync(file, "utf8")));
}

/** As a document for review: a list for each file. */
export function sentencesDocument(sentences: Sentence[]): string {
  const files = [...new Set(sentences.map(({ file }) => file))];
  const parts = files.map((file) => {
    const said = sentences.filter((one) => one.file === file).map(({ text }) => `- ${text}`);
    return `## src/${file}\n\n${[...new Set(said)].join("\n")}`;
  });
  const lead = `# What the program says\n\nEvery sentence that people may read, with the file that says it: ${sentences.length} in all. Made by \`npm run sentences\`; \`…\` stands for what is filled in, \`${timeMark}\` for a date with a time.`;
  return `${[lead, ...parts].join("\n\n")}\n`;
}

function sentencesOf(file: string, source: string): Sentence[] {
  // Comments are for developers; blanked, so that the lines keep their numbers.
  const code = source.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gmu, (comment) =>
    comment.replace(/[^\n]/gu, " "),
  );
  const told = withTimes(code);
  const patterns = file.endsWith(".tsx") ? [quoted, betweenTags] : [quoted];
  return patterns
    .flatMap((pattern) => Array.from(told.matchAll(pattern)))
    .toSorted((a, b) => a.index - b.index)
    .flatMap((match) => {
      const text = readable(match[1] ?? match[2] ?? "");
      const line = told.slice(0, match.index).split("\n").length;
      return isSentence(text, told.slice(Math.max(0, match.index - 40), match.index))
        ? [{ file, line, text }]
        : [];
    });
}

/** Stands where a time is told, so that it can be read where that is so. */
export const timeMark = "‹time›";

const insertedTime = /\$\{(?:moment|momentWords|time|timeMarkup)\((?:[^()]|\([^()]*\))*\)\}/gu;
const timeOfPage = /<Moment at=\{[^{}]*\} \/>/gu;
const timeAfter = /(["`])(,\s*)\{ time: [^{}]*\}/gu;
const timeBefore = /\{ time: [^{}]*\}(,\s*)(["`])/gu;

/** The code with each time as a part of the sentence that it stands in, be it an insertion, a part of its own or an element. */
const withTimes = (code: string): string =>
  code
    .replace(timeOfPage, timeMark)
    .replace(insertedTime, timeMark)
    .replace(timeAfter, `${timeMark}$1$2""`)
    .replace(timeBefore, `""$1$2${timeMark}`);

function readable(text: string): string {
  let plain = text;
  for (let inner = ""; inner !== plain;) {
    inner = plain;
    plain = plain.replace(/\$?\{[^{}]*\}/gu, "…");
  }
  return plain.replace(/\\n/gu, " ").replace(/\\(.)/gu, "$1").replace(/\s+/gu, " ").trim();
}

function isSentence(text: string, before: string): boolean {
  if (
    /(?:from|import\(|queryRaw|executeRaw|Prisma\.sql)\s*$/u.test(before) ||
    /queryRaw`?$/u.test(before.trim())
  )
    return false;
  if (
    /^(?:SELECT|UPDATE|INSERT|DELETE|WITH|SET|TRUNCATE|WHERE|ORDER)\b|=>|\bconst\b|;\s|&&|\|\||^\.(?! )|[{}]/u.test(
      text,
    )
  )
    return false;
  const words = text.replaceAll(timeMark, "").match(/\p{L}{2,}/gu)?.length ?? 0;
  return words >= (text.includes(timeMark) ? 1 : 3) && /\s/u.test(text);
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/u.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

import { readFile } from "node:fs/promises";
import { type Area, sourcesOf } from "./areas.ts";
import { type Mutation, mutate, mutationsOf } from "./mutations.ts";

export interface Candidate {
  file: string;
  source: string;
  mutation: Mutation;
}

/** Every mutation of an area, in the order of its files. */
export async function candidatesOf(area: Area): Promise<Candidate[]> {
  const files = await sourcesOf(area);
  const found = await Promise.all(
    files.map(async (file) => {
      const source = await readFile(file, "utf8");
      return mutationsOf(source, file.endsWith("x")).map((mutation) => ({ file, source, mutation }));
    }),
  );
  return found.flat();
}

/** The same of the same seed: so many of them, drawn without putting back. */
export function draw<Item>(items: Item[], count: number, seed: number): Item[] {
  const random = generator(seed);
  return items
    .map((item) => [random(), item] as const)
    .toSorted(([one], [other]) => one - other)
    .slice(0, count)
    .map(([, item]) => item);
}

/** Names a mutation as long as what it stands in stays as it is. */
export function nameOf({ file, source, mutation }: Candidate): string {
  const before = source.slice(mutation.start, mutation.end).replace(/\s+/gu, " ").trim();
  return `${file}: ${mutation.kind}: ${before.slice(0, 120)}`;
}

/** The lines that differ. */
export function diffOf({ file, source, mutation }: Candidate): string {
  const line = source.slice(0, mutation.start).split("\n").length;
  const [before, after] = [source.split("\n"), mutate(source, mutation).split("\n")];
  let head = 0;
  while (head < before.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < before.length - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const removed = before.slice(head, before.length - tail).map((text) => `-${text}`);
  const added = after.slice(head, Math.max(head, after.length - tail)).map((text) => `+${text}`);
  return [`${file}:${line} (${mutation.kind})`, ...removed, ...added].join("\n");
}

/** Mulberry32. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

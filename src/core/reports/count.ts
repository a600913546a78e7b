/** A number as it was counted, or nearly so. */
export interface Count {
  number: number;
  /** Exact; an estimate; or only known to be more than the number. */
  is: "exact" | "about" | "more";
}

/** Past this many rows, counting one by one takes longer than a person should wait. */
export const countedAtMost = 50_000;

/** Counts no further than that. */
export async function countUpTo(count: (take: number) => Promise<number>): Promise<Count> {
  const number = await count(countedAtMost + 1);
  return number > countedAtMost ? { number: countedAtMost, is: "more" } : { number, is: "exact" };
}

export function countWords({ number, is }: Count): string {
  const lead = { exact: "", about: "about ", more: "more than " }[is];
  return `${lead}${(is === "about" ? rounded(number) : number).toLocaleString("en-GB")}`;
}

/** Three digits are as many as an estimate is good for. */
function rounded(number: number): number {
  return Number(number.toPrecision(3));
}

import { milliseconds, percentile } from "./statistics.ts";

export interface Line {
  what: string;
  store: string;
  users: string;
  program: string;
  bare: string;
  ratio: number;
  /** What it must be at most, or at least. */
  target?: { most: number } | { least: number };
}

export function latencyLine(
  line: Pick<Line, "what" | "store" | "users">,
  share: number,
  program: number[],
  bare: number[],
  most?: number,
): Line {
  const [one, other] = [percentile(program, share), percentile(bare, share)];
  return {
    ...line,
    what: `${line.what}, p${share * 100}`,
    program: milliseconds(one),
    bare: milliseconds(other),
    ratio: one / other,
    ...(most && { target: { most } }),
  };
}

export function ratioTable(lines: Line[]): string {
  const head = ["what", "queue on", "Users", "program", "bare", "ratio", "target", ""];
  const rows = lines.map(({ what, store, users, program, bare, ratio, target }) => [
    what,
    store,
    users,
    program,
    bare,
    ratio.toFixed(2),
    target ? ("most" in target ? `≤ ${target.most}` : `≥ ${target.least}`) : "",
    target ? (isMet(ratio, target) ? "met" : "**missed**") : "",
  ]);
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function isMet(ratio: number, target: NonNullable<Line["target"]>): boolean {
  return "most" in target ? ratio <= target.most : ratio >= target.least;
}

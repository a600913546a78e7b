import { counted } from "../text/counted.ts";
import type { Rotated } from "../../rotate-secrets.ts";
import type { SecretKey } from "./seal.ts";

/** What a rotation came to, a line each. */
export function rotationWords(rotated: Rotated[]): { lines: string[]; unreadable: number } {
  const sum = (pick: (one: Rotated) => number) => rotated.reduce((total, one) => total + pick(one), 0);
  const [resealed, unreadable] = [sum((one) => one.resealed), sum((one) => one.unreadable)];
  const touched = rotated.filter((one) => one.resealed + one.unreadable > 0);
  const lines = touched.map(
    ({ column: { table, column }, ...one }) =>
      `  ${table}.${column}: ${one.resealed} sealed anew${one.unreadable > 0 ? `, ${one.unreadable} cannot be opened` : ""}`,
  );
  const head =
    resealed + unreadable === 0
      ? "Everything is sealed with the newest key already."
      : `${counted(resealed, "value")} sealed anew with the newest key.`;
  return { lines: [head, ...lines], unreadable };
}

/** How many values stand under which key, and which keys of SECRET_KEY are still needed. */
export function statusWords(counts: Map<string, number>, keys: SecretKey[]): string[] {
  const known = keys.map(({ id }, at) => {
    const count = counts.get(id) ?? 0;
    const place = at === 0 ? "the newest" : count > 0 ? "older, still needed" : "older, no longer needed";
    return `  ${id}  ${counted(count, "value")} (${place})`;
  });
  const strange = [...counts].filter(([id]) => !keys.some((key) => key.id === id));
  const unknown = strange.map(
    ([id, count]) => `  ${id}  ${counted(count, "value")} (not in SECRET_KEY: cannot be opened)`,
  );
  return ["Sealed, by the id of the key:", ...known, ...unknown];
}

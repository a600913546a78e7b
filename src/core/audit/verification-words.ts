import { counted } from "../text/counted.ts";
import type { BrokenRow, VerifiedAudit } from "./verify-audit.ts";

/** What an operator is told of a chain that holds. */
export function wholeWords({ count, lastHash, lastId, expectedFound }: VerifiedAudit): string {
  if (count === 0) return "The audit is empty.";
  return [
    `The audit is whole: ${counted(count, "row")}, the last one ${lastId}. Its hash is`,
    lastHash,
    expectedFound
      ? "The hash that you expect is in the chain: nothing was cut off since it was written down."
      : "Write it down away from this database: --expect <hash> shows later whether rows were cut off at the end.",
  ].join("\n");
}

/** Why the chain does not hold, the first broken row named. Undefined where it does. */
export function brokenWords(verified: VerifiedAudit): string | undefined {
  const { broken, count, lastId } = verified;
  if (broken) {
    const good = lastId === undefined ? "No row before it." : `${counted(count, "row")} before it hold.`;
    return `The audit is broken at row ${broken.id}: ${faultWords(broken)} ${good}`;
  }
  if (verified.expectedFound !== false) return undefined;
  return `The audit holds in itself, ${counted(count, "row")}, but no row has the hash that you expect: rows were cut off at its end, or the whole of it was replaced.`;
}

function faultWords({ fault }: BrokenRow): string {
  const words = {
    changed: "what it says is not what was written.",
    "missing-before":
      "it does not follow from the row before it. One or more in between are missing, or that one was rewritten.",
    inserted: "it was inserted: the chain goes on without it.",
  };
  return words[fault];
}

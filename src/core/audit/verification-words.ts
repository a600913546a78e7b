import { counted } from "../text/counted.ts";
import type { AuditKeeper, BrokenRow, VerifiedAudit } from "./verify-audit.ts";

/** What an operator is told of a chain that holds, and of what that does not prove. */
export function wholeWords(verified: VerifiedAudit, keeper: AuditKeeper): string {
  return [...chainWords(verified), "", ...unprovenWords(verified, keeper)].join("\n");
}

function unprovenWords({ expectedFound }: VerifiedAudit, { owner, asks, mayRewrite }: AuditKeeper): string[] {
  return [
    "What this cannot prove:",
    expectedFound
      ? "- that no rows were cut off at the end that came after the hash you gave;"
      : "- that no rows were cut off at the end: only a hash that was written down before, given to --expect, shows that;",
    `- that ${owner}, who owns the audit, or a superuser has not replaced the whole chain by another that holds as well;`,
    "- that what the program wrote down is what happened: it proves only that nobody changed it afterwards.",
    mayRewrite
      ? `${asks}, by which the program reaches the database, may rewrite the audit itself. Give the program a role of its own: see DATABASE_OWNER_URL in the README.`
      : `${asks}, by which the program reaches the database, can add rows, and neither change nor remove any.`,
  ];
}

function chainWords({ count, lastHash, lastId, expectedFound }: VerifiedAudit): string[] {
  if (count === 0) return ["The audit is empty."];
  return [
    `The audit is whole: ${counted(count, "row")}, the last one ${lastId}. Its hash is`,
    lastHash,
    expectedFound
      ? "The hash that you expect is in the chain: nothing was cut off since it was written down."
      : "Write it down away from this database: --expect <hash> shows later whether rows were cut off at the end.",
  ];
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

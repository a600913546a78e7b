import { counted } from "../kernel/text/counted.ts";
import { moment } from "../kernel/text/moment-words.ts";
import type { AuditFault, AuditKeeper, VerifiedAudit } from "./verify-audit.ts";

/** What an operator is told of a chain that holds, and of what that does not prove. */
export function wholeWords(verified: VerifiedAudit, keeper: AuditKeeper): string {
  return [...chainWords(verified), "", ...unprovenWords(verified, keeper)].join("\n");
}

function unprovenWords(verified: VerifiedAudit, keeper: AuditKeeper): string[] {
  const { asks, mayRewrite } = keeper;
  const things = unproven(verified, keeper, "--expect").map((one, at, { length }) =>
    at + 1 < length ? `- ${one};` : `- ${one}.`,
  );
  return [
    "What this cannot prove:",
    ...things,
    mayRewrite
      ? `${asks}, by which the program reaches the database, may rewrite the audit itself. Give the program a role of its own: see DATABASE_OWNER_URL in docs/configuration.md.`
      : `${asks}, by which the program reaches the database, can add rows, and neither change nor remove any.`,
  ];
}

/** What a whole chain does not prove, each to complete "It cannot prove …". `expect` is where a hash is given. */
export function unproven(
  { expectedFound }: Pick<VerifiedAudit, "expectedFound">,
  { owner }: Pick<AuditKeeper, "owner">,
  expect: string,
): string[] {
  return [
    expectedFound
      ? "that no rows were cut off at the end that were sealed after the block whose hash you gave"
      : `that no rows were cut off at the end: only a hash that was written down before, given to ${expect}, shows that`,
    "that nobody changed or removed a row before it was sealed, about a second after it was written while a worker runs",
    `that ${owner}, who owns the audit, or a superuser has not replaced the whole chain by another one that is also whole`,
    "that the program wrote down the truth. It proves only that nobody changed the entries afterwards",
  ];
}

function chainWords(verified: VerifiedAudit): string[] {
  const { count, blocks, lastHash, lastBlock, expectedFound } = verified;
  if (count === 0) return ["The audit is empty.", ...unsealedWords(verified)];
  return [
    `The audit is whole: ${counted(count, "row")} in ${counted(blocks, "block")}. The hash of the last one, block ${lastBlock}, is`,
    lastHash,
    expectedFound
      ? "The hash that you expect is in the chain: nothing was cut off since it was written down."
      : "Write it down away from this database: --expect <hash> shows later whether rows were cut off at the end.",
    ...erasedWords(verified),
    ...unsealedWords(verified),
  ];
}

const namedAtMost = 10;

/** Of erased entries the chain proves what is left, and that it was an erasure which said so that emptied them. */
export function erasedWords({ erased: { count, by } }: Pick<VerifiedAudit, "erased">): string[] {
  if (count === 0) return [];
  const named = by.slice(0, namedAtMost).join(", ");
  const more = by.length > namedAtMost ? ` and ${by.length - namedAtMost} more` : "";
  return [
    `A person was erased from ${counted(count, "row")} of these, by the ${by.length === 1 ? "row" : "rows"} ${named}${more}: what is left of them is what was left then.`,
  ];
}

function unsealedWords({ unsealed: { count, since, givenUnknown }, refused }: VerifiedAudit): string[] {
  const words = refused === undefined ? [] : [`Nothing could be sealed now: ${refused}.`];
  if (!since) return words;
  const are = count === 1 ? "is" : "are";
  words.push(`${counted(count, "row")} ${are} not sealed yet, the oldest of ${moment(since)}.`);
  if (givenUnknown)
    words.push(
      "Whether somebody inserted these cannot be told: this role may not read which ids were given.",
    );
  return words;
}

/** Why the chain does not hold, the first broken row or block named. Undefined where it does. */
export function brokenWords(verified: VerifiedAudit): string | undefined {
  const { broken, count } = verified;
  if (broken) {
    const what = broken.fault.startsWith("block") ? "block" : "row";
    return `The audit is broken at ${what} ${broken.id}: ${faultWords(broken)} ${goodWords(verified, broken)}`;
  }
  if (verified.expectedFound !== false) return undefined;
  return `The chain itself is whole, ${counted(count, "row")}, but no block has the hash that you expect: blocks were cut off at its end, or the whole of it was replaced.`;
}

function goodWords({ count, lastBlock }: VerifiedAudit, { fault }: AuditFault): string {
  if (fault === "inserted") return `The blocks themselves hold, ${counted(count, "row")}.`;
  if (lastBlock === undefined) return "No block before it.";
  return `The blocks before it hold, up to block ${lastBlock}: ${counted(count, "row")}.`;
}

function faultWords({ fault }: AuditFault): string {
  const words = {
    changed: "what it says is not what was written.",
    removed: "it was removed.",
    inserted: "it was inserted: no block seals it, and none will.",
    "unproven-erasure":
      "it is marked as erased, and the entry that it names is not in the chain, or does not say that this was left of it.",
    "block-changed": "it is not what was sealed.",
    "block-missing-before":
      "it does not follow from the block before it. One or more in between are missing, or that one was rewritten.",
  };
  return words[fault];
}

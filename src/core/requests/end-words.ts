import type { Words } from "../chat/card.ts";
import { nameOf } from "../console-users/console-user-name.ts";
import type { Approvable } from "./approvals.ts";
import { oneLine } from "../text/one-line.ts";

/** How the wait for approvals ended. */
export function endWords({ status, votes, trouble, approvedAt, finishedAt }: Approvable): Words {
  if (status === "denied") {
    const denial = votes.find(({ decision }) => decision === "deny");
    const who = denial ? nameOf(denial.voter) : "somebody who was removed";
    return `Denied by ${who}: “${oneLine(denial?.reason ?? "no reason was recorded")}” Nothing was changed.`;
  }
  if (status === "expired")
    return [
      "Nobody decided until ",
      ...(finishedAt ? [{ time: finishedAt }] : ["its end"]),
      ". Nothing was changed; send it again if it is still wanted.",
    ];
  if (status === "cancelled")
    return trouble ?? "Taken back by the one who asked for it. Nothing was changed.";
  const names = approverNames({ votes });
  return [
    "Approved by ",
    names || "those who had to",
    ...(approvedAt ? [" at ", { time: approvedAt }] : []),
    ".",
  ];
}

/** Who approved, and who went on alone. */
export function approverNames({ votes }: Pick<Approvable, "votes">): string {
  return votes
    .filter(({ decision }) => decision === "approve")
    .map(({ voter, alone }) => `${nameOf(voter)}${alone ? " (alone: nobody else could)" : ""}`)
    .join(", ");
}

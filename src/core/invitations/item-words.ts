import type { RequestItem } from "../generated/prisma/client.ts";
import { readEntry } from "./read-addresses.ts";

/** Which one of the list it is: the address, and the Account and level where the list named them. */
export function itemLabel({ subject, position }: Pick<RequestItem, "subject" | "position">): string {
  const { address, account, level } = readEntry(subject);
  const parts = [
    address || `(no address in row ${position + 1})`,
    ...(account ? [`to ${account}`] : []),
    ...(level ? [`as ${level}`] : []),
  ];
  return parts.join(" ");
}

/** What has become of it. */
export function itemResult({ outcome, trouble, finishedAt }: RequestItem): string {
  if (!finishedAt) return trouble ? `waiting: ${trouble}` : "waiting";
  const words = results[outcome ?? ""] ?? "";
  return trouble ? `${words}: ${trouble}` : words;
}

const results: Record<string, string> = {
  invited: "invited",
  added: "has a user already, added at once",
  "already-member": "member already, nothing changed",
  "already-invited": "has an open invitation already, no second one sent",
  failed: "failed",
};

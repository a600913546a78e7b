import { createHash } from "node:crypto";
import type { SealedEvent } from "./read-blocks.ts";

/** The columns of a row as text, in the order in which they are hashed. */
const hashed = [
  "id",
  "at",
  "actorKind",
  "actorId",
  "actorName",
  "surface",
  "action",
  "subjectKind",
  "subjectId",
  "subjectName",
  "accountId",
  "requestId",
  "callId",
  "before",
  "after",
  "salt",
] as const;

/** sha256 over each column as its length in octets, ":" and its text, or "-" where it is null: audit_digest() in SQL. */
export function digestOf(row: SealedEvent): string {
  return createHash("sha256")
    .update(hashed.map((column) => fieldOf(row[column])).join(""))
    .digest("hex");
}

/** One column as it is hashed. */
export function fieldOf(text: string | null): string {
  return text === null ? "-" : `${Buffer.byteLength(text)}:${text}`;
}

import type { z } from "zod";
import { shorten } from "../../core/kernel/text/mrkdwn.ts";
import { fieldOf } from "../../core/kernel/text/check-input.ts";

/** A use case's field in the API's spelling: "connectorAuthentications.0.name" is "ConnectorAuthentications[0].Name". */
export function apiField(field: string): string {
  return field
    .replace(/\.(\d+)(?=\.|$)/g, "[$1]")
    .split(".")
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(".");
}

/** What a schema found, as one sentence that names the field. */
export function issueWords(issue: z.core.$ZodIssue | undefined): string {
  if (!issue) return "The request is not right.";
  if (issue.code === "unrecognized_keys") {
    const field = fieldOf([...issue.path, issue.keys[0] ?? ""]);
    return `${shorten(field, 200)}: This call takes no such field.`;
  }
  return `${shorten(fieldOf(issue.path) || "The body", 200)}: ${wordsOf(issue.message)}`;
}

function wordsOf(message: string): string {
  if (message.endsWith("received undefined")) return "This is missing.";
  const bare = message.replace(/^Invalid input: /, "").replace(/^./u, (letter) => letter.toUpperCase());
  return /[.!?]$/.test(bare) ? bare : `${bare}.`;
}

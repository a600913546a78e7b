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

type Issue = z.core.$ZodIssue | undefined;

/** What a schema found, as one sentence that names the field. */
export function issueWords(issue: Issue): string {
  if (!issue) return "The request is not right.";
  const words =
    issue.code === "unrecognized_keys" ? "This call takes no such field." : wordsOf(issue.message);
  return `${fieldOfIssue(issue) ?? "The body"}: ${words}`;
}

/** The field that a schema found wrong; undefined where it is the whole. */
export function fieldOfIssue(issue: Issue): string | undefined {
  if (!issue) return undefined;
  const unknown = issue.code === "unrecognized_keys" ? [issue.keys[0] ?? ""] : [];
  return shorten(fieldOf([...issue.path, ...unknown]), 200) || undefined;
}

function wordsOf(message: string): string {
  if (message.endsWith("received undefined")) return "This is missing.";
  const bare = message.replace(/^Invalid input: /, "").replace(/^./u, (letter) => letter.toUpperCase());
  return /[.!?]$/.test(bare) ? bare : `${bare}.`;
}

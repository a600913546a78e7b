import type { z } from "zod";
import { shorten } from "../../core/kernel/text/mrkdwn.ts";
import { vendorsWords } from "./json-schemas.ts";
import { fieldOf } from "../../core/kernel/text/check-input.ts";
import type { ApiFault } from "./api-errors.ts";

/** A use case's field in the API's spelling: "connectorAuthentications.0.name" is "ConnectorAuthentications[0].Name". */
export function apiField(field: string): string {
  return field
    .replace(/\.(\d+)(?=\.|$)/g, "[$1]")
    .split(".")
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(".");
}

/** All that a schema found, each as one sentence that names the field; without a field where it is the whole. */
export function faultsOf({ issues }: z.ZodError): ApiFault[] {
  return issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) =>
          faultAt([...issue.path, key], "This call takes no such field.", "unknown-field"),
        )
      : [
          isVendors(issue)
            ? { ...faultAt(issue.path, ""), message: issue.message }
            : faultAt(issue.path, wordsOf(issue.message)),
        ],
  );
}

const isVendors = (issue: z.core.$ZodIssue) => issue.code === "custom" && issue.params === vendorsWords;

function faultAt(path: PropertyKey[], words: string, code?: ApiFault["code"]): ApiFault {
  const field = shorten(fieldOf(path), 200) || undefined;
  return { message: `${field ?? "The body"}: ${words}`, code, field };
}

function wordsOf(message: string): string {
  if (message.endsWith("received undefined")) return "This is missing.";
  const bare = message.replace(/^Invalid input: /, "").replace(/^./u, (letter) => letter.toUpperCase());
  return /[.!?]$/.test(bare) ? bare : `${bare}.`;
}

/** What is done to one thing at an address of its own: `/cycles/{id}/activate`. */
const verbs = new Set([
  "activate",
  "approve",
  "cancel",
  "deactivate",
  "deauthenticate",
  "install",
  "resend",
  "resume",
  "retry",
  "revoke",
  "rotate",
  "suspend",
  "test",
  "verify",
]);

const starts = { get: "get", post: "create", put: "update", delete: "delete" } as const;

/** The name of a call in programs that are made from the document: `listAccountUsers`, `activateCycle`. */
export function operationIdOf(call: { method: keyof typeof starts; path: string; list: boolean }): string {
  const { method, path, list } = call;
  const parts = path.split("/").filter((part) => part !== "" && part !== "v1.0");
  const nouns = parts.flatMap((part, at) => {
    if (isParameter(part)) return [];
    // What is named by an id is one of many.
    return [isParameter(parts[at + 1] ?? "") ? singular(part) : part];
  });
  const last = nouns.at(-1) ?? "";
  if (method !== "get" && verbs.has(last)) return named([last, ...nouns.slice(0, -1)]);
  if (method === "post") return named([starts.post, ...nouns.slice(0, -1), singular(last)]);
  return named([method === "get" && list ? "list" : starts[method], ...nouns]);
}

const isParameter = (part: string) => part.startsWith("{");

const singular = (noun: string) => noun.replace(/ies$/u, "y").replace(/s$/u, "");

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

function named([first = "", ...rest]: string[]): string {
  const words = rest.flatMap((part) => part.split(/[-.]/u));
  return first + words.map(capital).join("");
}

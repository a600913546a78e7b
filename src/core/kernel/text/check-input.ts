import type { z } from "zod";
import { refuseFaults, unreachable } from "../errors.ts";

/** What a schema makes of an input. Throws invalid, at each field: "name", "properties[0].value". */
export function checkInput<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  refuseFaults(read.error.issues.map(({ message, path }) => ({ sentence: message, field: fieldOf(path) })));
  return unreachable("a refused input without an issue");
}

/** Where in an input something is. */
export function fieldOf(path: PropertyKey[]): string {
  return path.reduce<string>((field, key) => {
    if (typeof key === "number") return `${field}[${key}]`;
    return field ? `${field}.${String(key)}` : String(key);
  }, "");
}

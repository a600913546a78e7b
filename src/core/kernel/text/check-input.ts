import type { z } from "zod";
import { DomainError } from "../errors.ts";

/** What a schema makes of an input. Throws invalid, at the field: "name", "properties[0].value". */
export function checkInput<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new DomainError("invalid", issue?.message ?? "This is not right.", fieldOf(issue?.path ?? []));
}

/** Where in an input something is. */
export function fieldOf(path: PropertyKey[]): string {
  return path.reduce<string>((field, key) => {
    if (typeof key === "number") return `${field}[${key}]`;
    return field ? `${field}.${String(key)}` : String(key);
  }, "");
}

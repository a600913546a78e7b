import type { z } from "zod";
import { DomainError } from "../errors.ts";

/** What the schema makes of a value. Throws invalid, at the field. */
export function checkField<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  field: string,
): z.output<Schema> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw new DomainError("invalid", read.error.issues[0]?.message ?? "This is not right.", field);
}

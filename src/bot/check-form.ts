import type { z } from "zod";
import { DomainError } from "../core/errors.ts";

/** What the use case takes, or the first fault, at its field. */
export function checkForm<Schema extends z.ZodType>(schema: Schema, values: unknown): z.infer<Schema> {
  const read = schema.safeParse(values);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new DomainError(
    "invalid",
    issue?.message ?? "Something in this form is not right.",
    issue?.path.map(String)[0],
  );
}

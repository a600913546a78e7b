import type { z } from "zod";
import { DomainError } from "../core/errors.ts";

/** What the use case takes, or the first fault, at its field; `shownAs` names the fields that the form calls otherwise. */
export function checkForm<Schema extends z.ZodType>(
  schema: Schema,
  values: unknown,
  shownAs: Record<string, string> = {},
): z.infer<Schema> {
  const read = schema.safeParse(values);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = issue?.path.map(String)[0];
  throw new DomainError(
    "invalid",
    issue?.message ?? "Something in this form is not right.",
    field && (shownAs[field] ?? field),
  );
}

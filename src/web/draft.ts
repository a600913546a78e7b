import type { DomainError } from "../core/errors.ts";

/** A form on its way: what was typed, but for passwords, and what is wrong with it. */
export interface Draft {
  values: Record<string, string>;
  errors: Record<string, string>;
  /** What concerns no single field. */
  alert?: string | undefined;
  /** What was done a moment ago. */
  said?: string | undefined;
}

/** A refusal at its field, where the form has it. */
export function refusedDraft(
  { field, message }: DomainError,
  values: Draft["values"],
  fields: string[],
): Draft {
  return field !== undefined && fields.includes(field)
    ? { values, errors: { [field]: message } }
    : { values, errors: {}, alert: message };
}

import type { InputBlock } from "@slack/types";
import { type Choice, searchManyField } from "../slack/fields.ts";

/** A search for several Accounts, or none. */
export function accountsField(field: {
  id: string;
  label: string;
  hint: string;
  chosen?: Choice[];
}): InputBlock {
  return searchManyField({ ...field, source: "account", optional: true });
}

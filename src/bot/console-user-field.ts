import type { InputBlock } from "@slack/types";
import { consoleUserLabel } from "../core/console-users/console-user-words.ts";
import type { ConsoleUser } from "../core/generated/prisma/client.ts";
import { searchField, selectField } from "./fields.ts";

const field = { id: "consoleUserId", label: "Console User" };

/** A search among the Console Users, or the one whom the form is about. */
export function consoleUserField(about?: ConsoleUser): InputBlock {
  if (!about) return searchField({ ...field, source: "console-user" });
  const choices = [{ text: consoleUserLabel(about), value: about.id }];
  return selectField({ ...field, choices, chosen: about.id });
}

import type { InputBlock, KnownBlock } from "@slack/types";
import { shorten } from "../core/chat/mrkdwn.ts";
import type { Command } from "./command.ts";
import { DomainError } from "../core/errors.ts";
import { selectField } from "./fields.ts";
import type { FormMore, FormValues } from "./form.ts";
import { withSearch } from "./listing.ts";
import { sections } from "./section.ts";

/** One of all commands. */
export function commandField({ commands }: FormMore, chosen: string | undefined): InputBlock {
  const choices = commands.map(({ name, summary }) => ({
    value: name,
    text: `/cyclr ${name}`,
    description: shorten(summary, 75),
  }));
  return selectField({ id: "command", label: "Command", choices, chosen });
}

/** What is said of all commands, with a button to the form that tells of one. */
export function overviewBlocks(form: string, markup: string): KnownBlock[] {
  return withSearch(sections(markup), { form, label: "Choose a command…", typed: {} });
}

/** Throws invalid where none was chosen. */
export function chosenCommand({ commands }: FormMore, values: FormValues): Command {
  const command = commands.find(({ name }) => name === values["command"]);
  if (command) return command;
  throw new DomainError("invalid", "Choose a command.", "command");
}

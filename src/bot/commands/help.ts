import type { Command } from "../command.ts";
import { chosenCommand, commandField, overviewBlocks } from "../command-choice.ts";
import { help as overview, unknownCommand, usage } from "../help.ts";
import { listingForm } from "../listing-form.ts";
import { section } from "../section.ts";

const form = listingForm({
  name: "help",
  title: "How a command is written",
  button: "Show",
  fields: (_ctx, { command }, more) => [commandField(more, command)],
  async show(_ctx, values, more) {
    const text = usage(chosenCommand(more, values));
    return { text, blocks: [section(text)] };
  },
});

export const help: Command = {
  name: "help",
  area: "Everyone",
  summary: "what there is, and how it is written",
  usage: ["", "<command>"],
  example: "invite",
  forms: [form],

  async run({ commands, words, say }) {
    const [word] = words;
    const all = overview(commands);
    if (!word) return say(all, overviewBlocks("help", all));
    const about = commands.find(({ name }) => name === word.text.toLowerCase());
    await say(about ? usage(about) : unknownCommand(commands, word.text));
  },
};

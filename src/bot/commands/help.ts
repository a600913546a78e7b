import type { Command } from "../command.ts";
import { help as overview, unknownCommand, usage } from "../help.ts";

export const help: Command = {
  name: "help",
  area: "Everyone",
  summary: "what there is, and how it is written",
  usage: ["", "<command>"],
  example: "invite",

  async run({ commands, words, say }) {
    const [word] = words;
    if (!word) return say(overview(commands));
    const about = commands.find(({ name }) => name === word.text.toLowerCase());
    await say(about ? usage(about) : unknownCommand(commands, word.text));
  },
};

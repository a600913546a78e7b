import { distance } from "fastest-levenshtein";
import { mrkdwn, shorten } from "../core/chat/mrkdwn.ts";
import type { Command } from "./command.ts";

export const slash = "/cyclr";

/** What `/cyclr` and `/cyclr help` say, made from the table of commands. */
export function help(commands: Command[]): string {
  const lines = commands.map(({ name, summary }) => mrkdwn`• \`${slash} ${name}\`: ${summary}`);
  const more = mrkdwn`\`${slash} help &lt;command&gt;\` or \`${slash} &lt;command&gt; --help\` shows how a command is written.`;
  return ["*What you can do here*", ...lines, more].join("\n");
}

export function usage({ name, summary, usage, example }: Command): string {
  const lines = usage.map((line) => mrkdwn`• \`${`${slash} ${name} ${line}`.trim()}\``);
  return [
    mrkdwn`*${slash} ${name}*: ${summary}`,
    ...lines,
    mrkdwn`For example: \`${slash} ${name} ${example}\``,
  ].join("\n");
}

export function unknownCommand(commands: Command[], word: string): string {
  const near = nearest(
    commands.map(({ name }) => name),
    word,
  );
  const meant = near ? mrkdwn` Did you mean \`${slash} ${near}\`?` : "";
  return `${mrkdwn`There is no command “${shorten(word, 40)}”.`}${meant}\n${help(commands)}`;
}

function nearest(names: string[], word: string): string | undefined {
  const asked = word.toLowerCase().slice(0, 60);
  const [best] = names
    .map((name) => ({ name, far: distance(name, asked) }))
    .toSorted((a, b) => a.far - b.far);
  return best && best.far <= Math.max(2, best.name.length / 2) ? best.name : undefined;
}

import { distance } from "fastest-levenshtein";
import { mrkdwn, shorten } from "../core/chat/mrkdwn.ts";
import type { Command } from "./command.ts";

export const slash = "/cyclr";

/** What `/cyclr` and `/cyclr help` say, made from the table of commands. */
export function help(commands: Command[]): string {
  const areas = [...new Set(commands.map(({ area }) => area))];
  const sections = areas.flatMap((area) => [
    mrkdwn`*${area}*`,
    ...commands
      .filter((command) => command.area === area)
      .map(({ name, summary }) => mrkdwn`• \`${slash} ${name}\`: ${summary}`),
  ]);
  const how = mrkdwn`\`${slash} help &lt;command&gt;\` or \`${slash} &lt;command&gt; --help\` shows how a command is written.`;
  const plan =
    "A command that changes something takes `--plan` to show what it would do, and does nothing; and `because …` at its end, for those who may have to approve it.";
  return [...sections, how, ...(commands.some(({ changes }) => changes) ? [plan] : [])].join("\n");
}

export function usage({ name, summary, usage, example, needs, changes }: Command): string {
  const lines = usage.map((line) => mrkdwn`• \`${`${slash} ${name} ${line}`.trim()}\``);
  const takes = needs ? mrkdwn` Needs \`${needs.replace(":", ": ")}\`.` : "";
  return [
    `${mrkdwn`*${slash} ${name}*: ${summary}.`}${takes}`,
    ...lines,
    `${mrkdwn`For example: \`${`${slash} ${name} ${example}`.trim()}\``}${changes ? ", with `--plan` to only look" : ""}`,
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

import { mrkdwn } from "../../core/chat/mrkdwn.ts";
import { explainPermission } from "../../core/console-users/explain-permission.ts";
import { allows } from "../../core/console-users/permission-grid.ts";
import type { ConsoleUserActor } from "../../core/context.ts";
import type { Command } from "../command.ts";
import { slash, unknownCommand } from "../help.ts";

export const why: Command = {
  name: "why",
  area: "Everyone",
  summary: "what a command needs, whether you have it, and who could help",
  usage: ["", "<command>"],
  example: "invite",

  async run({ context, commands, words, say }) {
    const ctx = await context();
    const [word] = words;
    if (!word) return say(overview(commands, ctx.actor));
    const about = commands.find(({ name }) => name === word.text.toLowerCase().replace(/^\/cyclr\s*/u, ""));
    if (!about) return say(unknownCommand(commands, word.text));
    const lines = about.needs
      ? await explainPermission(ctx, about.needs)
      : ["It needs no permission: every Console User may."];
    await say(
      [mrkdwn`*${slash} ${about.name}*: ${about.summary}.`, ...lines.map((line) => mrkdwn`${line}`)].join(
        "\n",
      ),
    );
  },
};

function overview(commands: Command[], actor: ConsoleUserActor): string {
  const may = ({ needs }: Command) => !needs || allows(actor, needs);
  const lines = commands.map((command) => {
    const needs = command.needs ? mrkdwn` (${command.needs.replace(":", ": ")})` : "";
    return mrkdwn`${may(command) ? "✓" : "✗"} \`${slash} ${command.name}\`` + needs;
  });
  const how = mrkdwn`\`${slash} why &lt;command&gt;\` says more.`;
  return ["What you may do (✓) and what you may not (✗):", ...lines, how].join("\n");
}

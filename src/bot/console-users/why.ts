import { mrkdwn } from "../../core/kernel/text/mrkdwn.ts";
import { explainPermission } from "../../core/console-users/invite-console-user.ts";
import { allows } from "../../core/kernel/access/access.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { explainApproval } from "../../core/kernel/requests/approval-policy.ts";
import type { Command } from "../slack/command.ts";
import { suggestions, unknownCommand } from "../slack/help-texts.ts";
import { slash } from "../../core/kernel/text/command-hint.ts";
import { chosenCommand, commandField, listingForm, named, overviewBlocks } from "../slack/listing.ts";
import { section } from "../slack/reopened-view.ts";

const name = "why";

const form = listingForm({
  name,
  title: "Why I may or may not",
  button: "Explain",
  fields: (_ctx, { command }, more) => [commandField(more, command)],
  async show(ctx, values, more) {
    const text = await explanation(ctx, chosenCommand(more, values));
    return { text, blocks: [section(text)] };
  },
});

export const why: Command = {
  name,
  area: "Everyone",
  summary: "what a command needs, whether you have it, and who can help",
  usage: ["", "<command>"],
  example: "invite",
  forms: [form],

  async run({ context, commands, words, say }) {
    const ctx = await context();
    const [word] = words;
    const all = overview(commands, ctx.actor);
    if (!word) return say(all, overviewBlocks(name, all));
    const about = named(commands, words);
    if (!about) return say(unknownCommand(suggestions(commands, word.text), word.text));
    await say(await explanation(ctx, about));
  },
};

async function explanation(ctx: Context<ConsoleUserActor>, about: Command): Promise<string> {
  const lines = about.needs
    ? await explainPermission(ctx, about.needs)
    : ["It needs no permission: every Console User may use it."];
  const lead = mrkdwn`*${slash} ${about.name}*: ${about.summary}.`;
  return [lead, ...[...lines, ...approvalLines(ctx, about)].map((line) => mrkdwn`${line}`)].join("\n");
}

function approvalLines({ approvalPolicy }: Context, about: Command): string[] {
  const { name, kind = name, needs, grantsAdministrator, movesSignIn, changes } = about;
  if (!changes || !needs) return [];
  const onAccount = about.area !== "Console Users";
  const command = {
    kind,
    needs,
    onAccount,
    ...(grantsAdministrator && { grantsAdministrator }),
    ...(movesSignIn && { movesSignIn }),
  };
  return explainApproval(approvalPolicy, command);
}

function overview(commands: Command[], actor: ConsoleUserActor): string {
  const may = ({ needs }: Command) => !needs || allows(actor, needs);
  const lines = commands.map((command) => {
    const needs = command.needs ? mrkdwn` (${command.needs.replace(":", ": ")})` : "";
    return mrkdwn`${may(command) ? "✓" : "✗"} \`${slash} ${command.name}\`` + needs;
  });
  const how = mrkdwn`\`${slash} why &lt;command&gt;\` says more.`;
  return ["Your permissions (✓ you may, ✗ you may not):", ...lines, how].join("\n");
}

import { escapeMrkdwn } from "../../core/kernel/text/mrkdwn.ts";
import { consoleUserById } from "../../core/console-users/remove-console-user.ts";
import { ownAccessWords } from "../../core/console-users/invite-console-user.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import type { Command, Form } from "../slack/command.ts";
import { section } from "../slack/reopened-view.ts";

/** Has nothing to fill in: it shows the same as the command. */
const form: Form = {
  name: "whoami",
  title: "Who you are here",
  view: async (ctx) => ({ blocks: [section(await words(ctx))] }),
  submit: async () => undefined,
};

export const whoami: Command = {
  name: "whoami",
  area: "Everyone",
  summary: "who you are here, and what you may do",
  usage: [""],
  example: "",
  forms: [form],

  async run({ context, say }) {
    await say(await words(await context()));
  },
};

async function words(ctx: Context<ConsoleUserActor>): Promise<string> {
  return escapeMrkdwn(ownAccessWords(await consoleUserById(ctx, ctx.actor.id)).join("\n"));
}

import { escapeMrkdwn } from "../../core/chat/mrkdwn.ts";
import { consoleUserById } from "../../core/console-users/console-user-by-id.ts";
import { ownAccessWords } from "../../core/console-users/own-access-words.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import type { Command } from "../command.ts";
import type { Form } from "../form.ts";
import { section } from "../section.ts";

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

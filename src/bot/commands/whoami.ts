import { escapeMrkdwn } from "../../core/chat/mrkdwn.ts";
import { consoleUserById } from "../../core/console-users/console-user-by-id.ts";
import { ownAccessWords } from "../../core/console-users/own-access-words.ts";
import type { Command } from "../command.ts";

export const whoami: Command = {
  name: "whoami",
  area: "Everyone",
  summary: "who you are here, and what you may do",
  usage: [""],
  example: "",

  async run({ context, say }) {
    const ctx = await context();
    const words = ownAccessWords(await consoleUserById(ctx, ctx.actor.id));
    await say(escapeMrkdwn(words.join("\n")));
  },
};

import type { Command } from "../command.ts";
import { listBlocks, listText } from "../listing.ts";
import { consoleUsersList } from "./console-users-list.ts";

export const consoleUsers: Command = {
  name: "console-users",
  area: "Console Users",
  summary: "who may use the Console, what for, and whether Slack knows them",
  needs: "console-users:view",
  usage: [""],
  example: "",

  async run({ context, say }) {
    const page = await consoleUsersList.load(await context(), [], undefined);
    await say(listText(page), listBlocks(consoleUsersList, [], page));
  },
};

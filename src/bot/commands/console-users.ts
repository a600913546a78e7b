import { shorten } from "../../core/chat/mrkdwn.ts";
import type { Command } from "../command.ts";
import { sayListing } from "../say-listing.ts";
import { consoleUsersForm, wordsAtMost } from "./console-users-form.ts";
import { consoleUsersList } from "./console-users-list.ts";

export const consoleUsers: Command = {
  name: "console-users",
  area: "Console Users",
  summary: "who may use the Console, what for, and whether Slack knows them",
  needs: "console-users:view",
  usage: ["", "<part of the name or e-mail>"],
  example: "vera",
  forms: [consoleUsersForm],

  run: (call) =>
    sayListing(call, consoleUsersList, [shorten(call.words.map(({ text }) => text).join(" "), wordsAtMost)]),
};

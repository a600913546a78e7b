import {
  freezeConsoleUserRequest,
  unfreezeConsoleUserRequest,
} from "../../core/console-users/freeze-console-user.ts";
import { findConsoleUser } from "../../core/console-users/sign-in-console-user.ts";
import { removeConsoleUserRequest } from "../../core/console-users/remove-console-user.ts";
import { type Arg, requestCommand } from "../slack/request-command.ts";
import { consoleUserField } from "./grid-fields.ts";

const common = {
  area: "Console Users" as const,
  example: "nora@northwind.example",
  args: [
    {
      name: "user",
      field: "consoleUserId",
      usage: "<Console User: e-mail, name or @mention>",
      find: async (ctx, words) => (await findConsoleUser(ctx, words)).id,
      block: () => consoleUserField(),
    } satisfies Arg,
  ],
};

export const removeConsoleUser = requestCommand({
  ...common,
  name: "remove-console-user",
  summary: "take somebody out of the Console, and stop what they asked for",
  title: "Remove a Console User",
  request: removeConsoleUserRequest,
});

export const freezeConsoleUser = requestCommand({
  ...common,
  name: "freeze-console-user",
  summary: "withhold everything a Console User may do, at once, and stop what they asked for",
  title: "Freeze a Console User",
  request: freezeConsoleUserRequest,
});

export const unfreezeConsoleUser = requestCommand({
  ...common,
  name: "unfreeze-console-user",
  summary: "give a frozen Console User back what they may do",
  title: "Unfreeze a Console User",
  request: unfreezeConsoleUserRequest,
});

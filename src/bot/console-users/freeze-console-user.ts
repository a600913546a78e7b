import {
  freezeConsoleUserRequest,
  unfreezeConsoleUserRequest,
} from "../../core/console-users/freeze-console-user.ts";
import { consoleUserCommand } from "../slack/console-user-command.ts";
import { removeConsoleUserRequest } from "../../core/console-users/remove-console-user.ts";

export const removeConsoleUser = consoleUserCommand({
  name: "remove-console-user",
  summary: "take somebody out of the Console, and stop what they asked for",
  example: "nora@northwind.example",
  title: "Remove a Console User",
  kind: removeConsoleUserRequest,
});

export const freezeConsoleUser = consoleUserCommand({
  name: "freeze-console-user",
  summary: "withhold everything a Console User may do, at once, and stop what they asked for",
  example: "nora@northwind.example",
  title: "Freeze a Console User",
  kind: freezeConsoleUserRequest,
});

export const unfreezeConsoleUser = consoleUserCommand({
  name: "unfreeze-console-user",
  summary: "give a frozen Console User back what they may do",
  example: "nora@northwind.example",
  title: "Unfreeze a Console User",
  kind: unfreezeConsoleUserRequest,
});

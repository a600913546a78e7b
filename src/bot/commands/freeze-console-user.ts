import {
  freezeConsoleUserRequest,
  unfreezeConsoleUserRequest,
} from "../../core/console-users/freeze-console-user.ts";
import { consoleUserCommand } from "./console-user-command.ts";

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

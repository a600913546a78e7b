import { removeConsoleUserRequest } from "../../core/console-users/remove-console-user.ts";
import { consoleUserCommand } from "./console-user-command.ts";

export const removeConsoleUser = consoleUserCommand({
  name: "remove-console-user",
  summary: "take somebody out of the Console, and stop what they asked for",
  example: "nora@northwind.example",
  title: "Remove a Console User",
  kind: removeConsoleUserRequest,
});

import {
  inviteConsoleUserInput,
  inviteConsoleUserRequest,
} from "../../core/console-users/invite-console-user.ts";
import { noAccess, readAccess } from "../../core/kernel/access/access.ts";
import { checkForm, emailField } from "../slack/fields.ts";
import { requestCommand } from "../slack/request-command.ts";
import { emailArg } from "../invitations/invitation-command.ts";
import { typedAddress } from "../slack/typed-address.ts";
import { tidy } from "../slack/words.ts";
import { gridFields, readGrid } from "./grid-fields.ts";

export const inviteConsoleUser = requestCommand({
  name: "invite-console-user",
  area: "Console Users",
  summary: "invite somebody in your own team to the Console by e-mail",
  usage: ["", "<e-mail>", "<e-mail> with full access", "<e-mail> with users:edit, accounts:view"],
  example: "sam@northwind.example with console-users:view",
  title: "Invite a Console User",
  button: "Invite",
  request: inviteConsoleUserRequest,
  args: [
    {
      ...emailArg,
      block: async (ctx, typed) =>
        emailField({
          value: typed && tidy(await typedAddress(ctx, typed)),
          id: "email",
          label: "E-mail",
          hint: "The address of somebody in your own team. Never invite a customer: the Console shows every Account.",
        }),
    },
    {
      name: "access",
      keyword: "with",
      usage: "<access>",
      optional: true,
      block: (_, typed) => gridFields(typed ? readAccess(tidy(typed)) : noAccess),
    },
  ],
  input(_, { email = "", access, ...grid }) {
    // On the line it is one text; in the form it is the grid.
    const asked = typeof access === "string" ? readAccess(tidy(access)) : readGrid(grid, noAccess);
    return checkForm(inviteConsoleUserInput, { email, access: asked });
  },
});

import { noAccess } from "../../core/console-users/access.ts";
import {
  inviteConsoleUserInput,
  inviteConsoleUserRequest,
} from "../../core/console-users/invite-console-user.ts";
import { readAccess } from "../../core/console-users/read-access.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import { submitRequest } from "../../core/requests/submit-request.ts";
import { checkForm } from "../check-form.ts";
import type { Command } from "../command.ts";
import { emailField } from "../fields.ts";
import type { Form } from "../form.ts";
import { gridFields, readGrid } from "../grid-fields.ts";
import { readPhrase } from "../phrase.ts";
import { plain } from "../plain-text.ts";

const name = "invite-console-user";
const kind = inviteConsoleUserRequest;

const form: Form = {
  name,
  title: "Invite a Console User",

  async view(ctx) {
    await requirePermission(ctx, kind.needs, name);
    const hint = "Of somebody in your own team, never of a customer: the Console shows every Account.";
    return {
      submit: plain("Invite"),
      blocks: [emailField({ id: "email", label: "E-mail", hint }), ...gridFields(noAccess)],
    };
  },

  submit: (ctx, values, place) => {
    const asked = { email: values["email"] ?? "", access: readGrid(values, noAccess) };
    return submitRequest(ctx, kind, checkForm(inviteConsoleUserInput, asked), place);
  },
};

export const inviteConsoleUser: Command = {
  name,
  area: "Console Users",
  summary: "invite somebody of your own team to the Console by e-mail",
  needs: kind.needs,
  usage: ["", "<e-mail>", "<e-mail> with full access", "<e-mail> with users:edit, accounts:view"],
  example: "sam@northwind.example with console-users:view",
  changes: true,
  forms: [form],

  async run(call) {
    const { email, access } = readPhrase(call.words, { head: "email", keywords: { with: "access" } });
    if (!email) return call.openForm(form);
    const ctx = await call.context();
    await requirePermission(ctx, kind.needs, name);
    const asked = { email, access: access ? readAccess(access) : noAccess };
    await call.submit(kind, checkForm(inviteConsoleUserInput, asked));
  },
};

import { requirePermission } from "../../core/console-users/require-permission.ts";
import { submitRequest } from "../../core/requests/submit-request.ts";
import { findUser } from "../../core/users/find-user.ts";
import { loadUser, resetPasswordInput, resetPasswordRequest } from "../../core/users/reset-password.ts";
import { checkForm } from "../check-form.ts";
import type { Command } from "../command.ts";
import type { Form } from "../form.ts";
import { passwordField } from "../password-fields.ts";
import { takeOption } from "../phrase.ts";
import { plain } from "../plain-text.ts";
import { submitForPassword } from "../submit-for-password.ts";
import { userField } from "../user-field.ts";

const name = "reset-password";

export const resetPasswordForm: Form = {
  name,
  title: "New password",

  async view(ctx, { user }) {
    await requirePermission(ctx, resetPasswordRequest.needs, name);
    return { submit: plain("Continue"), blocks: [await userField(ctx, user), passwordField()] };
  },

  async submit(ctx, values, place) {
    const input = checkForm(resetPasswordInput, values);
    const submitted = await submitRequest(ctx, resetPasswordRequest, input, place);
    if (submitted.asked || submitted.repeated || input.password === "link") return submitted;
    const { username } = await loadUser(ctx.db, input.userId);
    return `When its card says so, send /cyclr user ${username}: it shows you the temporary password, once, within a day.`;
  },
};

export const resetPassword: Command = {
  name,
  area: "Users",
  summary: "mail a user a link to set a new password, or allow a temporary one",
  needs: resetPasswordRequest.needs,
  grantsAdministrator: "sometimes",
  usage: ["", "<user ID or e-mail>", "<user ID or e-mail> --temporary"],
  example: "hanna",
  changes: true,
  forms: [resetPasswordForm],

  async run(call) {
    const { given: temporary, rest } = takeOption(call.words, "--temporary");
    const user = rest.map(({ text }) => text).join(" ");
    if (!user) return call.openForm(resetPasswordForm);
    const ctx = await call.context();
    await requirePermission(ctx, resetPasswordRequest.needs, name);
    const { id, username } = await findUser(ctx, user);
    const input = { userId: id, password: temporary ? ("temporary" as const) : ("link" as const) };
    await submitForPassword(call, resetPasswordRequest, input, username);
  },
};

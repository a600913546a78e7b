import { requirePermission } from "../../core/console-users/require-permission.ts";
import { submitRequest } from "../../core/requests/submit-request.ts";
import { deleteUserInput, deleteUserRequest } from "../../core/users/delete-user.ts";
import { findUser } from "../../core/users/find-user.ts";
import { checkForm } from "../check-form.ts";
import type { Command } from "../command.ts";
import type { Form } from "../form.ts";
import { plain } from "../plain-text.ts";
import { userField } from "../user-field.ts";

const name = "delete-user";

export const deleteUserForm: Form = {
  name,
  title: "Delete a user",

  async view(ctx, { user }) {
    await requirePermission(ctx, deleteUserRequest.needs, name);
    return { submit: plain("Continue"), blocks: [await userField(ctx, user)] };
  },

  submit: (ctx, values, place) =>
    submitRequest(ctx, deleteUserRequest, checkForm(deleteUserInput, values), place),
};

export const deleteUser: Command = {
  name,
  area: "Users",
  summary: "delete a user everywhere",
  needs: deleteUserRequest.needs,
  usage: ["", "<user ID or e-mail>"],
  example: "hanna",
  changes: true,
  forms: [deleteUserForm],

  async run(call) {
    const user = call.words.map(({ text }) => text).join(" ");
    if (!user) return call.openForm(deleteUserForm);
    const ctx = await call.context();
    await requirePermission(ctx, deleteUserRequest.needs, name);
    await call.submit(deleteUserRequest, { userId: (await findUser(ctx, user)).id });
  },
};

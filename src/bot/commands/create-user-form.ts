import { requirePermission } from "../../core/console-users/require-permission.ts";
import { createUserRequest } from "../../core/users/create-user.ts";
import { createUserInput } from "../../core/users/create-user-input.ts";
import { submitRequest } from "../../core/requests/submit-request.ts";
import { accountsField } from "../accounts-field.ts";
import { checkForm } from "../check-form.ts";
import { emailField, textField } from "../fields.ts";
import type { Form, FormValues } from "../form.ts";
import { passwordField } from "../password-fields.ts";
import { plain } from "../plain-text.ts";

export const createUserForm: Form = {
  name: "create-user",
  title: "Create a user",

  async view(ctx, typed) {
    await requirePermission(ctx, createUserRequest.needs, "create-user");
    const nameField = (id: string, label: string) =>
      textField({ id, label, optional: true, max: 100, value: typed[id] });
    return {
      submit: plain("Create"),
      blocks: [
        textField({
          id: "username",
          label: "User ID",
          hint: "Often the e-mail address. Letters, digits and . _ @ + -",
          max: 100,
          value: typed["username"],
        }),
        nameField("firstName", "First name"),
        nameField("lastName", "Last name"),
        emailField({
          id: "email",
          label: "E-mail",
          hint: "Left empty, the user ID is taken where that is an e-mail address.",
          optional: true,
          value: typed["email"],
        }),
        accountsField({
          id: "accountIds",
          label: "Accounts",
          hint: "Always without administrator access: grant that afterwards.",
        }),
        passwordField(),
      ],
    };
  },

  async submit(ctx, values, place) {
    const input = checkForm(createUserInput, withNames(values));
    const submitted = await submitRequest(ctx, createUserRequest, input, place);
    if (input.password === "link" || submitted.repeated) return submitted;
    return `When its card says that the User was created, send /cyclr user ${input.username}: it shows you the temporary password, once, within a day.`;
  },
};

/** A name left empty is an empty name. */
function withNames(values: FormValues): FormValues {
  return { ...values, firstName: values["firstName"] ?? "", lastName: values["lastName"] ?? "" };
}

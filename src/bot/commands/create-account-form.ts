import { createAccountForm, createAccountRequest } from "../../core/accounts/create-account.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import { submitRequest } from "../../core/requests/submit-request.ts";
import { accountField } from "../account-field.ts";
import { checkForm } from "../check-form.ts";
import { textField } from "../fields.ts";
import type { Form } from "../form.ts";
import { plain } from "../plain-text.ts";

export const newAccountForm: Form = {
  name: "create-account",
  title: "New Account",

  async view(ctx) {
    await requirePermission(ctx, createAccountRequest.needs, "create-account");
    const first = (await ctx.db.account.findFirst({ select: { id: true } })) === null;
    const parent = first
      ? []
      : [
          await accountField(ctx, {
            id: "parentId",
            label: "Parent",
            hint: "Makes it a sub-account. Nobody of the parent gets access to it.",
            optional: true,
          }),
        ];
    return {
      submit: plain("Create"),
      blocks: [
        textField({ id: "name", label: "Name", max: 200 }),
        textField({
          id: "apiId",
          label: "API ID",
          hint: "What calls of the API name it by. Left empty, a GUID is made.",
          optional: true,
          max: 100,
        }),
        textField({ id: "description", label: "Description", optional: true, lines: true, max: 2000 }),
        ...parent,
      ],
    };
  },

  submit: (ctx, values, place) =>
    submitRequest(ctx, createAccountRequest, checkForm(createAccountForm, values), place),
};

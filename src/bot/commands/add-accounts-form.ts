import { requirePermission } from "../../core/console-users/require-permission.ts";
import { addAccountsInput, addAccountsRequest } from "../../core/memberships/add-accounts.ts";
import { submitRequest } from "../../core/requests/submit-request.ts";
import { accountsField } from "../accounts-field.ts";
import { checkForm } from "../check-form.ts";
import type { Form } from "../form.ts";
import { plain } from "../plain-text.ts";
import { userField } from "../user-field.ts";

export const addAccountsForm: Form = {
  name: "add-accounts",
  title: "Add Accounts",

  async view(ctx, { user }) {
    await requirePermission(ctx, addAccountsRequest.needs, "add-accounts");
    return {
      submit: plain("Add"),
      blocks: [
        await userField(ctx, user),
        accountsField({
          id: "accountIds",
          label: "With Access",
          hint: "May open the Account and build cycles in it.",
        }),
        accountsField({
          id: "administratorOf",
          label: "As Administrator",
          hint: "May manage the Account, change its settings and invite users.",
        }),
      ],
    };
  },

  submit: (ctx, values, place) =>
    submitRequest(ctx, addAccountsRequest, checkForm(addAccountsInput, values), place),
};

import { requirePermission } from "../../core/console-users/require-permission.ts";
import { inviteUser, inviteUserForm } from "../../core/invitations/invite-user.ts";
import { inviteUserRequest } from "../../core/invitations/invite-user-request.ts";
import { accountField } from "../account-field.ts";
import { checkForm } from "../check-form.ts";
import { emailField, tickField } from "../fields.ts";
import type { Form } from "../form.ts";
import { plain } from "../plain-text.ts";

export const inviteForm: Form = {
  name: "invite",
  title: "Invite a user",

  async view(ctx, { email }) {
    await requirePermission(ctx, inviteUserRequest.needs, "invite");
    return {
      submit: plain("Invite"),
      blocks: [
        await accountField(ctx),
        emailField({
          id: "email",
          label: "E-mail",
          hint: "The link to choose a user ID and a password goes to this address.",
          value: email,
        }),
        tickField({
          id: "asAdministrator",
          label: "Level",
          tick: "Add user as Administrator",
          what: "May manage the Account, change its settings and invite users.",
        }),
      ],
    };
  },

  submit: (ctx, values, place) => inviteUser(ctx, checkForm(inviteUserForm, values), place),
};

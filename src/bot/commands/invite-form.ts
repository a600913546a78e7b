import type { KnownBlock } from "@slack/types";
import { searchAccounts } from "../../core/accounts/find-account.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import { DomainError } from "../../core/errors.ts";
import { inviteUser, inviteUserForm } from "../../core/invitations/invite-user.ts";
import { inviteUserRequest } from "../../core/invitations/invite-user-request.ts";
import { invitedWords } from "../../core/invitations/invited-words.ts";
import { accountSelect, optionsAtMost } from "../account-select.ts";
import { checkForm } from "../check-form.ts";
import type { Form } from "../form.ts";
import { plain } from "../plain-text.ts";

export const inviteForm: Form = {
  name: "invite",
  title: "Invite a user",

  async view(ctx, { email }) {
    await requirePermission(ctx, inviteUserRequest.needs, "invite");
    const accounts = await searchAccounts(ctx, "", optionsAtMost + 1);
    if (accounts.length === 0) {
      throw new DomainError(
        "not-found",
        "There is no Account to invite anybody to yet. Create an Account first.",
      );
    }
    return {
      submit: plain("Invite"),
      blocks: [accountBlock(accounts), emailBlock(email), administratorBlock],
    };
  },

  async submit(ctx, values, place) {
    const form = checkForm(inviteUserForm, {
      ...values,
      asAdministrator: values["asAdministrator"] === true,
    });
    const invited = await inviteUser(ctx, form, place);
    return invited.queued && !invited.repeated ? undefined : invitedWords(invited);
  },
};

function accountBlock(accounts: Parameters<typeof accountSelect>[0]): KnownBlock {
  return { type: "input", block_id: "accountId", label: plain("Account"), element: accountSelect(accounts) };
}

function emailBlock(email = ""): KnownBlock {
  return {
    type: "input",
    block_id: "email",
    label: plain("E-mail"),
    hint: plain("The link to choose a user ID and a password goes to this address."),
    element: {
      type: "email_text_input",
      action_id: "email",
      focus_on_load: true,
      ...(email && email.length <= 254 && { initial_value: email }),
      placeholder: plain("name@company.com"),
    },
  };
}

const administratorBlock: KnownBlock = {
  type: "input",
  block_id: "asAdministrator",
  optional: true,
  label: plain("Level"),
  element: {
    type: "checkboxes",
    action_id: "asAdministrator",
    options: [
      {
        value: "yes",
        text: plain("Add user as Administrator"),
        description: plain("May manage the Account, change its settings and invite users."),
      },
    ],
  },
};

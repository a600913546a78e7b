import { findAccount } from "../../core/accounts/find-account.ts";
import { escapeMrkdwn } from "../../core/chat/mrkdwn.ts";
import { inviteUser, inviteUserForm } from "../../core/invitations/invite-user.ts";
import { inviteUserRequest } from "../../core/invitations/invite-user-request.ts";
import { invitedWords } from "../../core/invitations/invited-words.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import { checkForm } from "../check-form.ts";
import type { Command } from "../command.ts";
import { inviteForm } from "./invite-form.ts";
import { readInvite } from "./invite-words.ts";

export const invite: Command = {
  name: "invite",
  summary: "invite somebody to an Account by e-mail",
  usage: ["", "<e-mail> to <Account: API ID or name> [as admin]"],
  example: 'new.user@acme.example to "Acme Ltd" as admin',
  form: inviteForm,

  async run(call) {
    const { email, account, asAdministrator } = readInvite(call.words);
    if (!account) return call.openForm(inviteForm, { email });
    const ctx = await call.context();
    // Before the Account is looked up, so that names of Accounts are told to nobody who may not know them.
    await requirePermission(ctx, inviteUserRequest.needs, "invite");
    const { id } = await findAccount(ctx, account);
    const form = checkForm(inviteUserForm, { accountId: id, email, asAdministrator });
    await call.say(escapeMrkdwn(invitedWords(await inviteUser(ctx, form, call.place))));
  },
};

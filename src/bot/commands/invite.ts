import { findAccount } from "../../core/accounts/find-account.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import { inviteUserForm } from "../../core/invitations/invite-user.ts";
import { inviteUserRequest } from "../../core/invitations/invite-user-request.ts";
import { checkForm } from "../check-form.ts";
import type { Command } from "../command.ts";
import { inviteForm } from "./invite-form.ts";
import { readInvite } from "./invite-words.ts";

export const invite: Command = {
  name: "invite",
  area: "Users",
  summary: "invite somebody to an Account by e-mail",
  needs: inviteUserRequest.needs,
  usage: ["", "<e-mail> to <Account: API ID or name> [as admin]"],
  example: 'new.user@acme.example to "Acme Ltd" as admin',
  changes: true,
  forms: [inviteForm],

  async run(call) {
    const { email, account, asAdministrator } = readInvite(call.words);
    if (!account) return call.openForm(inviteForm, { email });
    const ctx = await call.context();
    // Before the Account is looked up, so that names of Accounts are told to nobody who may not know them.
    await requirePermission(ctx, inviteUserRequest.needs, "invite");
    const { id } = await findAccount(ctx, account);
    await call.submit(
      inviteUserRequest,
      checkForm(inviteUserForm, { accountId: id, email, asAdministrator }),
    );
  },
};

import { findAccount } from "../../core/accounts/look-up-account.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { membershipInput } from "../../core/memberships/end-grant.ts";
import { removeUserRequest } from "../../core/memberships/remove-user.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { findUser } from "../../core/users/delete-user.ts";
import { accountField } from "../accounts/delete-account.ts";
import { checkForm } from "../slack/fields.ts";
import type { Command, Form } from "../slack/command.ts";
import { readPhrase } from "../slack/phrase.ts";
import { plain } from "../slack/reopened-view.ts";
import { userField } from "../users/delete-user.ts";

const name = "remove-user";

export const removeUserForm: Form = {
  name,
  title: "Remove from an Account",

  async view(ctx, { user }) {
    await requirePermission(ctx, removeUserRequest.needs, name);
    return { submit: plain("Continue"), blocks: [await userField(ctx, user), await accountField(ctx)] };
  },

  submit: (ctx, values, place) =>
    submitRequest(ctx, removeUserRequest, checkForm(membershipInput, values), place),
};

export const removeUser: Command = {
  name,
  area: "Users",
  summary: "take one Account from a user, who stays a user",
  needs: removeUserRequest.needs,
  usage: ["", "<user ID or e-mail> from <Account: API ID or name>"],
  example: "hanna from harbour",
  changes: true,
  forms: [removeUserForm],

  async run(call) {
    const { user, account } = readPhrase(call.words, { head: "user", keywords: { from: "account" } });
    if (!user || !account) return call.openForm(removeUserForm, user ? { user } : {});
    const ctx = await call.context();
    // Before anything is looked up, so that names are told to nobody who may not know them.
    await requirePermission(ctx, removeUserRequest.needs, name);
    await call.submit(removeUserRequest, {
      userId: (await findUser(ctx, user)).id,
      accountId: (await findAccount(ctx, account)).id,
    });
  },
};

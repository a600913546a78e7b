import { findAccount } from "../../core/accounts/look-up-account.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { membershipInput } from "../../core/memberships/end-grant.ts";
import { revokeAdministratorRequest } from "../../core/memberships/revoke-administrator.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { findUser } from "../../core/users/delete-user.ts";
import { accountField } from "../accounts/delete-account.ts";
import { checkForm } from "../slack/fields.ts";
import type { Command, Form } from "../slack/command.ts";
import { readPhrase } from "../slack/phrase.ts";
import { plain } from "../slack/reopened-view.ts";
import { userField } from "../users/delete-user.ts";

const name = "revoke-admin";
const { needs } = revokeAdministratorRequest;

const form: Form = {
  name,
  title: "Revoke Administrator",

  async view(ctx) {
    await requirePermission(ctx, needs, name);
    return { submit: plain("Continue"), blocks: [await userField(ctx), await accountField(ctx)] };
  },

  submit: (ctx, values, place) =>
    submitRequest(ctx, revokeAdministratorRequest, checkForm(membershipInput, values), place),
};

export const revokeAdmin: Command = {
  name,
  area: "Users",
  summary: "take Administrator from a member, who keeps Access",
  needs,
  usage: ["", "<user ID or e-mail> on <Account: API ID or name>"],
  example: "hanna on harbour",
  changes: true,
  forms: [form],

  async run(call) {
    const { user, account } = readPhrase(call.words, { head: "user", keywords: { on: "account" } });
    if (!user || !account) return call.openForm(form);
    const ctx = await call.context();
    // Before anything is looked up, so that names are told to nobody who may not know them.
    await requirePermission(ctx, needs, name);
    await call.submit(revokeAdministratorRequest, {
      userId: (await findUser(ctx, user)).id,
      accountId: (await findAccount(ctx, account)).id,
    });
  },
};

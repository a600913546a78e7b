import { findAccount } from "../../core/accounts/find-account.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import { membershipInput } from "../../core/memberships/membership-input.ts";
import { revokeAdministratorRequest } from "../../core/memberships/revoke-administrator.ts";
import { submitRequest } from "../../core/requests/submit-request.ts";
import { findUser } from "../../core/users/find-user.ts";
import { accountField } from "../account-field.ts";
import { checkForm } from "../check-form.ts";
import type { Command } from "../command.ts";
import type { Form } from "../form.ts";
import { readPhrase } from "../phrase.ts";
import { plain } from "../plain-text.ts";
import { userField } from "../user-field.ts";

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

import { deleteAccountRequest } from "../../core/accounts/delete-account.ts";
import { findAccount } from "../../core/accounts/find-account.ts";
import { accountInput } from "../../core/accounts/load-account.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import { submitRequest } from "../../core/requests/submit-request.ts";
import { accountField } from "../account-field.ts";
import { checkForm } from "../check-form.ts";
import type { Command } from "../command.ts";
import type { Form } from "../form.ts";
import { readPhrase } from "../phrase.ts";
import { plain } from "../plain-text.ts";

const { needs } = deleteAccountRequest;

const form: Form = {
  name: "delete-account",
  title: "Delete an Account",

  async view(ctx) {
    await requirePermission(ctx, needs, "delete-account");
    const hint = "Its users stay, and lose access to it. What is lost is shown before anything is done.";
    return { submit: plain("Continue"), blocks: [await accountField(ctx, { hint })] };
  },

  submit: (ctx, values, place) =>
    submitRequest(ctx, deleteAccountRequest, checkForm(accountInput, values), place),
};

export const deleteAccount: Command = {
  name: "delete-account",
  area: "Accounts",
  summary: "delete an Account with its memberships and invitations; its users stay",
  needs,
  usage: ["", "<Account: API ID or name>"],
  example: "kestrel",
  changes: true,
  forms: [form],

  async run(call) {
    const { account: words } = readPhrase(call.words, { head: "account" });
    if (!words) return call.openForm(form);
    const ctx = await call.context();
    // Before the Account is looked up, so that names of Accounts are told to nobody who may not know them.
    await requirePermission(ctx, needs, "delete-account");
    const { id } = await findAccount(ctx, words);
    await call.submit(deleteAccountRequest, { accountId: id });
  },
};

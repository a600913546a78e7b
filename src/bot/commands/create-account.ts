import { createAccountForm, createAccountRequest } from "../../core/accounts/create-account.ts";
import { findAccount } from "../../core/accounts/find-account.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import { checkForm } from "../check-form.ts";
import type { Command } from "../command.ts";
import { readPhrase } from "../phrase.ts";
import { newAccountForm } from "./create-account-form.ts";

export const createAccount: Command = {
  name: "create-account",
  area: "Accounts",
  summary: "make an Account, or a sub-account of one",
  needs: createAccountRequest.needs,
  usage: ["", "<name> [as <API ID>] [under <parent Account: API ID or name>]"],
  example: '"Acme Poland" as acme-pl under acme',
  changes: true,
  forms: [newAccountForm],

  async run(call) {
    const keywords = { as: "apiId", under: "parent" } as const;
    const { name, apiId, parent } = readPhrase(call.words, { head: "name", keywords });
    if (!name) return call.openForm(newAccountForm);
    const ctx = await call.context();
    // Before the parent is looked up, so that names of Accounts are told to nobody who may not know them.
    await requirePermission(ctx, createAccountRequest.needs, "create-account");
    const parentId = parent && (await findAccount(ctx, parent)).id;
    await call.submit(createAccountRequest, checkForm(createAccountForm, { name, apiId, parentId }));
  },
};

import { accountDetailWords } from "../../core/accounts/account-words.ts";
import { accountInput, loadAccount } from "../../core/accounts/load-account.ts";
import { lookUpAccount } from "../../core/accounts/look-up-account.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import { zoneOf } from "../../core/time/time-zone.ts";
import { accountField } from "../account-field.ts";
import { checkForm } from "../check-form.ts";
import type { Form } from "../form.ts";
import { plain } from "../plain-text.ts";

export const accountForm: Form = {
  name: "account",
  title: "Look an Account up",

  async view(ctx) {
    await requirePermission(ctx, "accounts:view", "account");
    return { submit: plain("Look up"), blocks: [await accountField(ctx)] };
  },

  async submit(ctx, values) {
    await requirePermission(ctx, "accounts:view", "account");
    const { accountId } = checkForm(accountInput, values);
    const { apiId } = await loadAccount(ctx.db, accountId);
    return accountDetailWords(await lookUpAccount(ctx, apiId), zoneOf(ctx.actor)).join("\n");
  },
};

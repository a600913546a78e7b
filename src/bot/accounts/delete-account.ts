import { deleteAccountRequest } from "../../core/accounts/delete-account.ts";
import { findAccount, searchAccounts } from "../../core/accounts/look-up-account.ts";
import { checkForm, type Choice, searchField, selectField, textField } from "../slack/fields.ts";
import { type Arg, requestCommand } from "../slack/request-command.ts";
import type { InputBlock } from "@slack/types";
import { accountLabel } from "../../core/kernel/names/account-name.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import type { Account } from "../../core/generated/prisma/client.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { optionsAtMost } from "../option-sources.ts";
import { createAccountForm, createAccountRequest } from "../../core/accounts/create-account.ts";

/** One Account, by API ID or name. */
export const accountArg = {
  name: "account",
  field: "accountId",
  usage: "<Account: API ID or name>",
  find: async (ctx, words) => (await findAccount(ctx, words)).id,
  block: (ctx) => accountField(ctx),
} satisfies Arg;

export const deleteAccount = requestCommand({
  name: "delete-account",
  area: "Accounts",
  summary: "delete an Account with its memberships and invitations; its users stay",
  example: "kestrel",
  title: "Delete an Account",
  request: deleteAccountRequest,
  args: [
    {
      ...accountArg,
      block: (ctx) =>
        accountField(ctx, {
          hint: "Its users stay, and lose access to it. What is lost is shown before anything is done.",
        }),
    },
  ],
});

interface AccountField {
  id?: string;
  label?: string;
  hint?: string;
  optional?: boolean;
  chosen?: Choice | undefined;
}

/** A list where all Accounts fit into it, else a search. Throws not-found where there is no Account at all. */
export async function accountField(
  ctx: Context<ConsoleUserActor>,
  field: AccountField = {},
): Promise<InputBlock> {
  const [block] = await accountFieldIfAny(ctx, field);
  if (block) return block;
  throw new DomainError("not-found", "There is no Account yet. /cyclr create-account makes the first.");
}

/** The same, and no field where there is no Account. */
export async function accountFieldIfAny(
  ctx: Context<ConsoleUserActor>,
  field: AccountField = {},
): Promise<InputBlock[]> {
  const accounts = await searchAccounts(ctx, "", optionsAtMost + 1);
  return accounts.length === 0 ? [] : [fieldOf(accounts, field)];
}

function fieldOf(
  accounts: Account[],
  { id = "accountId", label = "Account", chosen, ...rest }: AccountField,
): InputBlock {
  if (accounts.length > optionsAtMost) return searchField({ id, label, source: "account", chosen, ...rest });
  const choices = accounts.map((account) => ({ text: accountLabel(account), value: account.id }));
  return selectField({ id, label, choices, chosen: chosen?.value, ...rest });
}

export const createAccount = requestCommand({
  name: "create-account",
  area: "Accounts",
  summary: "make an Account, or a sub-account of one",
  example: '"Acme Poland" as acme-pl under acme',
  title: "New Account",
  button: "Create",
  request: createAccountRequest,
  args: [
    { name: "name", usage: "<name>", block: () => textField({ id: "name", label: "Name", max: 200 }) },
    {
      name: "apiId",
      keyword: "as",
      usage: "<API ID>",
      optional: true,
      block: () =>
        textField({
          id: "apiId",
          label: "API ID",
          hint: "What calls of the API name it by. Left empty, a GUID is made.",
          optional: true,
          max: 100,
        }),
    },
    {
      name: "description",
      optional: true,
      block: () =>
        textField({ id: "description", label: "Description", optional: true, lines: true, max: 2000 }),
    },
    {
      ...accountArg,
      field: "parentId",
      keyword: "under",
      usage: "<parent Account: API ID or name>",
      optional: true,
      block: (ctx) =>
        accountFieldIfAny(ctx, {
          id: "parentId",
          label: "Parent",
          hint: "Makes it a sub-account. Nobody of the parent gets access to it.",
          optional: true,
        }),
    },
  ],
  input: (_, values) => checkForm(createAccountForm, values),
});

import { deleteAccountRequest } from "../../core/accounts/delete-account.ts";
import { findAccount, searchAccounts } from "../../core/accounts/look-up-account.ts";
import { accountInput } from "../../core/kernel/levels/load-account.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { checkForm, type Choice, searchField, selectField, textField } from "../slack/fields.ts";
import type { Command, Form } from "../slack/command.ts";
import { readPhrase } from "../slack/phrase.ts";
import { plain } from "../slack/reopened-view.ts";
import type { InputBlock } from "@slack/types";
import { accountLabel } from "../../core/kernel/names/account-name.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import type { Account } from "../../core/generated/prisma/client.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { optionsAtMost } from "../option-sources.ts";
import { createAccountForm, createAccountRequest } from "../../core/accounts/create-account.ts";

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

const newAccountForm: Form = {
  name: "create-account",
  title: "New Account",

  async view(ctx) {
    await requirePermission(ctx, createAccountRequest.needs, "create-account");
    const first = (await ctx.db.account.findFirst({ select: { id: true } })) === null;
    const parent = first
      ? []
      : [
          await accountField(ctx, {
            id: "parentId",
            label: "Parent",
            hint: "Makes it a sub-account. Nobody of the parent gets access to it.",
            optional: true,
          }),
        ];
    return {
      submit: plain("Create"),
      blocks: [
        textField({ id: "name", label: "Name", max: 200 }),
        textField({
          id: "apiId",
          label: "API ID",
          hint: "What calls of the API name it by. Left empty, a GUID is made.",
          optional: true,
          max: 100,
        }),
        textField({ id: "description", label: "Description", optional: true, lines: true, max: 2000 }),
        ...parent,
      ],
    };
  },

  submit: (ctx, values, place) =>
    submitRequest(ctx, createAccountRequest, checkForm(createAccountForm, values), place),
};

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

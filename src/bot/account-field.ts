import type { InputBlock } from "@slack/types";
import { accountLabel } from "../core/accounts/account-name.ts";
import { searchAccounts } from "../core/accounts/find-account.ts";
import type { ConsoleUserActor, Context } from "../core/context.ts";
import type { Account } from "../core/generated/prisma/client.ts";
import { DomainError } from "../core/errors.ts";
import { type Choice, searchField, selectField } from "./fields.ts";
import { optionsAtMost } from "./option-sources.ts";

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

import type { ExternalSelect, PlainTextOption, StaticSelect } from "@slack/types";
import { accountLabel } from "../core/accounts/account-name.ts";
import { searchAccounts } from "../core/accounts/find-account.ts";
import { shorten } from "../core/chat/mrkdwn.ts";
import { allows } from "../core/console-users/permission-grid.ts";
import type { ConsoleUserActor, Context } from "../core/context.ts";
import type { Account } from "../core/generated/prisma/client.ts";
import { plain } from "./plain-text.ts";

/** Slack takes no more in one select. */
export const optionsAtMost = 100;
export const accountAction = "account";

/** A list where all Accounts fit into it, else a search. */
export function accountSelect(accounts: Account[]): StaticSelect | ExternalSelect {
  const common = { action_id: accountAction, placeholder: plain("Choose an Account") };
  return accounts.length <= optionsAtMost
    ? { ...common, type: "static_select", options: accounts.map(option) }
    : { ...common, type: "external_select", min_query_length: 0 };
}

/** What the search offers while somebody types. */
export async function accountOptions(
  ctx: Context<ConsoleUserActor>,
  typed: string,
): Promise<PlainTextOption[]> {
  if (!allows(ctx.actor, "accounts:view") && !allows(ctx.actor, "users:edit")) return [];
  return (await searchAccounts(ctx, typed.slice(0, 200), optionsAtMost)).map(option);
}

function option(account: Account): PlainTextOption {
  return { text: plain(shorten(accountLabel(account), 75)), value: account.id };
}

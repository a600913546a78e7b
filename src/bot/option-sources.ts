import { accountLabel } from "../core/kernel/names/account-name.ts";
import { searchAccounts } from "../core/accounts/look-up-account.ts";
import { nameOf } from "../core/kernel/access/console-user-actor.ts";
import { allows, type Permission } from "../core/kernel/access/access.ts";
import { searchConsoleUsers } from "../core/console-users/sign-in-console-user.ts";
import type { ConsoleUserActor, Context } from "../core/context.ts";
import { connectorLabel, searchConnectors } from "../core/connectors/search-connectors.ts";
import { searchTemplates } from "../core/connectors/find-templates.ts";
import { searchUsers } from "../core/users/delete-user.ts";
import { userLabel } from "../core/kernel/names/user-name.ts";
import type { Choice } from "./slack/fields.ts";

/** Slack takes no more in one select. */
export const optionsAtMost = 100;

interface OptionSource {
  /** Any of these is enough; without one nothing is offered. */
  needs: Permission[];
  search(ctx: Context<ConsoleUserActor>, typed: string): Promise<Choice[]>;
}

/** What a search field offers while somebody types, by its action id. */
export const optionSources: Record<string, OptionSource> = {
  account: {
    needs: ["accounts:view", "users:edit", "marketplaces:edit"],
    async search(ctx, typed) {
      const accounts = await searchAccounts(ctx, typed, optionsAtMost);
      return accounts.map((account) => ({ text: accountLabel(account), value: account.id }));
    },
  },
  user: {
    needs: ["users:view"],
    async search(ctx, typed) {
      const users = await searchUsers(ctx, typed, optionsAtMost);
      return users.map((user) => ({ text: userLabel(user), value: user.id }));
    },
  },
  connector: {
    needs: ["connectors:view", "marketplaces:edit"],
    async search(ctx, typed) {
      const connectors = await searchConnectors(ctx, typed, optionsAtMost);
      return connectors.map((connector) => ({ text: connectorLabel(connector), value: connector.id }));
    },
  },
  template: {
    needs: ["templates:view", "marketplaces:manage"],
    async search(ctx, typed) {
      const templates = await searchTemplates(ctx, typed, optionsAtMost);
      return templates.map(({ name, id }) => ({ text: name, value: id }));
    },
  },
  "console-user": {
    needs: ["console-users:view"],
    async search(ctx, typed) {
      const users = await searchConsoleUsers(ctx, typed, optionsAtMost);
      return users.map((user) => ({ text: `${nameOf(user)} (${user.email})`, value: user.id }));
    },
  },
};

/** Nothing, where the caller may not look it up. */
export async function optionsFor(
  ctx: Context<ConsoleUserActor>,
  source: string,
  typed: string,
): Promise<Choice[]> {
  const found = optionSources[source];
  if (!found?.needs.some((permission) => allows(ctx.actor, permission))) return [];
  return found.search(ctx, typed.slice(0, 200));
}

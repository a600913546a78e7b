import { findAccount } from "../../core/accounts/find-account.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import { grantAdministratorInput } from "../../core/memberships/grant-administrator-input.ts";
import { grantAdministratorRequest } from "../../core/memberships/grant-administrator.ts";
import { findUser } from "../../core/users/find-user.ts";
import { checkForm } from "../check-form.ts";
import type { Command } from "../command.ts";
import { readPhrase } from "../phrase.ts";
import { grantAdminForm } from "./grant-admin-form.ts";
import { readGrantEnd } from "./grant-admin-words.ts";

const name = "grant-admin";
const { needs } = grantAdministratorRequest;
const who = "<user ID or e-mail> on <Account: API ID or name>";

export const grantAdmin: Command = {
  name,
  area: "Users",
  summary: "make a member of an Account its Administrator, for a time or for good",
  needs,
  usage: ["", who, `${who} for <4h, 90 minutes, 2 days…>`, `${who} until <2026-12-01 18:00, tomorrow 9:00…>`],
  example: "hanna on harbour for 4h",
  changes: true,
  grantsAdministrator: "always",
  forms: [grantAdminForm],

  async run(call) {
    const keywords = { on: "account", for: "length", until: "until" } as const;
    const { user, account, length, until } = readPhrase(call.words, { head: "user", keywords });
    if (!user || !account) return call.openForm(grantAdminForm);
    const ctx = await call.context();
    // Before anything is looked up, so that names are told to nobody who may not know them.
    await requirePermission(ctx, needs, name);
    const end = readGrantEnd(ctx, { length, until });
    const found = {
      userId: (await findUser(ctx, user)).id,
      accountId: (await findAccount(ctx, account)).id,
    };
    await call.submit(grantAdministratorRequest, checkForm(grantAdministratorInput, { ...found, ...end }));
  },
};

import { findAccount } from "../../core/accounts/look-up-account.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import {
  grantAdministratorInput,
  type GrantAdministratorInput,
  requireGrantMinutes,
  requireLongEnough,
} from "../../core/memberships/end-grant.ts";
import { grantAdministratorRequest } from "../../core/memberships/grant-administrator.ts";
import { findUser } from "../../core/users/delete-user.ts";
import { checkForm } from "../slack/fields.ts";
import type { Command } from "../slack/command.ts";
import { readPhrase } from "../slack/phrase.ts";
import { grantAdminForm } from "./grant-admin-form.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { readDuration } from "../../core/kernel/time/read-duration.ts";
import { readMoment } from "../../core/kernel/time/read-moment.ts";
import { zoneOf } from "../../core/kernel/time/time-zone.ts";

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

type GrantEnd = Pick<GrantAdministratorInput, "forMinutes" | "until" | "readAs">;

/** What stands behind `for` or `until`; times in the caller's own zone. Throws invalid at the word that is wrong. */
export function readGrantEnd(
  { actor, clock }: Context<ConsoleUserActor>,
  { length, until }: { length: string | undefined; until: string | undefined },
): GrantEnd {
  if (length && until) throw new DomainError("invalid", "Say “for” or “until”, not both.");
  if (length) {
    const forMinutes = readDuration(length);
    requireGrantMinutes(forMinutes, length);
    return { forMinutes };
  }
  if (!until) return {};
  const now = clock();
  const { at, note } = readMoment(until, { now, timeZone: zoneOf(actor) });
  requireLongEnough(at, now, until);
  return { until: at.toISOString(), ...(note && { readAs: note }) };
}

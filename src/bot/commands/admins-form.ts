import { accountLabel } from "../../core/accounts/account-name.ts";
import { findAccount } from "../../core/accounts/find-account.ts";
import { accountInput, loadAccount } from "../../core/accounts/load-account.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { DomainError } from "../../core/errors.ts";
import type { Account } from "../../core/generated/prisma/client.ts";
import { type AccountUser, accountUsers } from "../../core/memberships/list-account-users.ts";
import {
  setAdministratorsInput,
  setAdministratorsRequest,
} from "../../core/memberships/set-administrators.ts";
import { localMomentWords } from "../../core/time/local-moment-words.ts";
import { zoneOf } from "../../core/time/time-zone.ts";
import { submitRequest } from "../../core/requests/submit-request.ts";
import { accountField } from "../account-field.ts";
import { checkForm } from "../check-form.ts";
import { ticksField } from "../fields.ts";
import type { Form, FormValues } from "../form.ts";
import { plain } from "../plain-text.ts";
import { changedTicks, ticksAtOnce, ticksBlockId } from "../shown-ticks.ts";

const usersAtMost = 90;

export const editAdministratorsAction = "edit-administrators";

/** An Account's users, with a tick for each Administrator, saved together. */
export const adminsForm: Form = {
  name: "admins",
  title: "Administrators",

  async view(ctx, { account: named }) {
    await requirePermission(ctx, setAdministratorsRequest.needs, "admins");
    if (!named) return { submit: plain("Continue"), blocks: [await accountField(ctx)] };
    const account = await findAccount(ctx, named);
    const users = await accountUsers(ctx, { accountId: account.id, take: usersAtMost + 1 });
    if (users.length === 0) throw noUsers(account);
    if (users.length > usersAtMost) throw tooMany(account);
    return {
      submit: plain("Save"),
      blocks: [
        {
          type: "section",
          text: plain(`${accountLabel(account)}: tick who is Administrator. Sub-accounts stay as they are.`),
        },
        ...chunks(users).map((part, index) => ticks(ctx, account, part, index)),
      ],
    };
  },

  async submit(ctx, values, place) {
    await requirePermission(ctx, setAdministratorsRequest.needs, "admins");
    const changed = changedTicks(values);
    if (!changed) return whichCommand(ctx, values);
    const { accountId, ticked, unticked } = changed;
    if (ticked.length + unticked.length === 0) return "Every tick stands as it stood. Nothing was changed.";
    const input = checkForm(setAdministratorsInput, { accountId, grant: ticked, revoke: unticked });
    return submitRequest(ctx, setAdministratorsRequest, input, place);
  },
};

/** A form cannot open another: the Account's list is opened by the command, or by its button. */
async function whichCommand(ctx: Context<ConsoleUserActor>, values: FormValues): Promise<string> {
  const { apiId } = await loadAccount(ctx.db, checkForm(accountInput, values).accountId);
  return `Send /cyclr admins ${apiId}: it opens the list of users with a tick for each Administrator.`;
}

function ticks({ actor }: Context<ConsoleUserActor>, account: Account, users: AccountUser[], index: number) {
  const shown = users.map(({ user, level }) => ({ userId: user.id, ticked: level === "Administrator" }));
  return ticksField({
    id: ticksBlockId(account.id, shown),
    label: index === 0 ? "Administrators" : "More",
    choices: users.map(({ user, until, suspendedAt }) => ({
      text: user.username,
      value: user.id,
      description: [
        until && `until ${localMomentWords(until, zoneOf(actor))}`,
        `${user.firstName} ${user.lastName}`.trim(),
        user.email,
        suspendedAt && "suspended",
      ]
        .filter(Boolean)
        .join(", "),
    })),
    chosen: shown.filter(({ ticked }) => ticked).map(({ userId }) => userId),
  });
}

function chunks(users: AccountUser[]): AccountUser[][] {
  const count = Math.ceil(users.length / ticksAtOnce);
  return Array.from({ length: count }, (_, at) => users.slice(at * ticksAtOnce, (at + 1) * ticksAtOnce));
}

function noUsers(account: Account): DomainError {
  const advice = `/cyclr invite <e-mail> to ${account.apiId} invites the first.`;
  return new DomainError("not-found", `${accountLabel(account)} has no user yet. ${advice}`, "accountId");
}

function tooMany(account: Account): DomainError {
  const lead = `${accountLabel(account)} has more than ${usersAtMost} users, and a form holds no more.`;
  const { apiId } = account;
  const one = `/cyclr grant-admin <user ID> on ${apiId} and /cyclr revoke-admin <user ID> on ${apiId} change one`;
  const how = `/cyclr users ${apiId} lists them; ${one}, /cyclr admins ${apiId} grant <user ID>, <user ID> several.`;
  return new DomainError("conflict", `${lead} ${how}`, "accountId");
}

import { accountLabel } from "../../core/kernel/names/account-name.ts";
import { accountInput, loadAccount } from "../../core/kernel/levels/load-account.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import type { Account } from "../../core/generated/prisma/client.ts";
import { accountUsers } from "../../core/memberships/list-account-users.ts";
import {
  setAdministratorsInput,
  setAdministratorsRequest,
} from "../../core/memberships/set-administrators.ts";
import { zoneOf } from "../../core/kernel/time/time-zone.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { accountField, namedAccount } from "../accounts/delete-account.ts";
import { namedUser } from "../users/delete-user.ts";
import { filled } from "../slack/request-command.ts";
import { findEach, textOf } from "../slack/words.ts";
import {
  administratorTicks,
  administratorsPage,
  type PendingTicks,
  readPending,
  withPage,
} from "./administrators-page.ts";
import { checkForm } from "../slack/fields.ts";
import type { Form, FormValues, FormView } from "../slack/command.ts";
import { plain } from "../slack/reopened-view.ts";
import { changedTicks } from "../slack/shown-ticks.ts";
import type { Action } from "../slack/action.ts";

const usersAtMost = 90;

export const editAdministratorsAction = "edit-administrators";

/** An Account's users, with a tick for each Administrator, saved together; page by page where they are many. */
export const adminsForm: Form = {
  name: "admins",
  title: "Administrators",

  async view(ctx, { account: named, grant, revoke }) {
    await requirePermission(ctx, setAdministratorsRequest.needs, "admins");
    const notices: string[] = [];
    const account = await filled(notices, named, (typed) => (typed ? namedAccount(ctx, typed) : undefined));
    if (!account) return { submit: plain("Continue"), blocks: [await accountField(ctx)], notices };
    const typed = {
      accountId: account.id,
      grant: await filled(notices, grant, (users) => typedUserIds(ctx, users)),
      revoke: await filled(notices, revoke, (users) => typedUserIds(ctx, users)),
    };
    return { ...(await tickView(ctx, account, typed)), notices };
  },

  async submit(ctx, values, place, { state }) {
    await requirePermission(ctx, setAdministratorsRequest.needs, "admins");
    const pending = readPending(state) ?? pendingOf(values);
    // The first step asked for the Account alone.
    if (!pending) return { redraw: await tickView(ctx, await chosenAccount(ctx, values)) };
    const { accountId, grant, revoke } = withPage(pending, values);
    if (grant.length + revoke.length === 0) return "No tick is different. Nothing was changed.";
    const input = checkForm(setAdministratorsInput, { accountId, grant, revoke });
    return submitRequest(ctx, setAdministratorsRequest, input, place);
  },
};

function pendingOf(values: FormValues): PendingTicks | undefined {
  const changed = changedTicks(values);
  return changed && { accountId: changed.accountId, grant: [], revoke: [] };
}

function chosenAccount(ctx: Context<ConsoleUserActor>, values: FormValues): Promise<Account> {
  return loadAccount(ctx.db, checkForm(accountInput, values).accountId);
}

/** The Users that were typed, with commas or “and” between them. Throws as namedUser does. */
export async function typedUserIds(ctx: Context<ConsoleUserActor>, typed = ""): Promise<string[]> {
  const found = await findEach(typed, (words) => namedUser(ctx, textOf(words)));
  return [...new Set(found.map(({ id }) => id))];
}

async function tickView(
  ctx: Context<ConsoleUserActor>,
  account: Account,
  typed: PendingTicks = { accountId: account.id, grant: [], revoke: [] },
): Promise<FormView> {
  const users = await accountUsers(ctx, { accountId: account.id, take: usersAtMost + 1 });
  if (users.length === 0) throw noUsers(account);
  if (users.length > usersAtMost) {
    return administratorsPage(ctx, account, typed, { words: "", after: undefined });
  }
  const ticks = users.map((user) => {
    const was = user.level === "Administrator";
    const { id } = user.user;
    return { user, was, ticked: typed.grant.includes(id) || (was && !typed.revoke.includes(id)) };
  });
  const lead = `${accountLabel(account)}: tick who is Administrator. Sub-accounts do not change.`;
  return {
    submit: plain("Save"),
    blocks: [
      { type: "section", text: plain(lead) },
      ...administratorTicks(ticks, account.id, zoneOf(ctx, ctx.actor)),
    ],
  };
}

function noUsers(account: Account): DomainError {
  const advice = `/cyclr invite <e-mail> to ${account.apiId} invites the first.`;
  return new DomainError("not-found", `${accountLabel(account)} has no users yet. ${advice}`, "accountId");
}

/** Opens the list of one Account's users, with a tick for each Administrator. */
export const editAdministrators: Action = {
  name: editAdministratorsAction,
  run: ({ value, openForm }) => openForm(adminsForm, { account: value }),
};

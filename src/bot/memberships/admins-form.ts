import { accountLabel } from "../../core/kernel/names/account-name.ts";
import { findAccount } from "../../core/accounts/look-up-account.ts";
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
import { accountField } from "../accounts/delete-account.ts";
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

  async view(ctx, { account: named }) {
    await requirePermission(ctx, setAdministratorsRequest.needs, "admins");
    if (!named) return { submit: plain("Continue"), blocks: [await accountField(ctx)] };
    return tickView(ctx, await findAccount(ctx, named));
  },

  async submit(ctx, values, place, { state }) {
    await requirePermission(ctx, setAdministratorsRequest.needs, "admins");
    const pending = readPending(state) ?? pendingOf(values);
    // The first step asked for the Account alone.
    if (!pending) return { redraw: await tickView(ctx, await chosenAccount(ctx, values)) };
    const { accountId, grant, revoke } = withPage(pending, values);
    if (grant.length + revoke.length === 0) return "Every tick stands as it stood. Nothing was changed.";
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

async function tickView(ctx: Context<ConsoleUserActor>, account: Account): Promise<FormView> {
  const users = await accountUsers(ctx, { accountId: account.id, take: usersAtMost + 1 });
  if (users.length === 0) throw noUsers(account);
  if (users.length > usersAtMost) {
    const nothing = { accountId: account.id, grant: [], revoke: [] };
    return administratorsPage(ctx, account, nothing, { words: "", after: undefined });
  }
  const ticks = users.map((user) => {
    const was = user.level === "Administrator";
    return { user, was, ticked: was };
  });
  const lead = `${accountLabel(account)}: tick who is Administrator. Sub-accounts stay as they are.`;
  return {
    submit: plain("Save"),
    blocks: [
      { type: "section", text: plain(lead) },
      ...administratorTicks(ticks, account.id, zoneOf(ctx.actor)),
    ],
  };
}

function noUsers(account: Account): DomainError {
  const advice = `/cyclr invite <e-mail> to ${account.apiId} invites the first.`;
  return new DomainError("not-found", `${accountLabel(account)} has no user yet. ${advice}`, "accountId");
}

/** Opens the list of one Account's users, with a tick for each Administrator. */
export const editAdministrators: Action = {
  name: editAdministratorsAction,
  run: ({ value, openForm }) => openForm(adminsForm, { account: value }),
};

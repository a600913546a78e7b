import type { KnownBlock } from "@slack/types";
import { accountLabel } from "../../core/kernel/names/account-name.ts";
import { searchAccounts } from "../../core/accounts/look-up-account.ts";
import { escapeMrkdwn } from "../../core/kernel/text/mrkdwn.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import type { Account } from "../../core/generated/prisma/client.ts";
import {
  setAdministratorsInput,
  setAdministratorsRequest,
} from "../../core/memberships/set-administrators.ts";
import { checkForm } from "../slack/fields.ts";
import type { Call, Command } from "../slack/command.ts";
import { type LineArg, readLine } from "../slack/read-line.ts";
import { plain } from "../slack/reopened-view.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { namedAccount } from "../accounts/delete-account.ts";
import { adminsForm, editAdministratorsAction, typedUserIds } from "./admins-form.ts";

const name = "admins";
const offeredAtMost = 20;

export const admins: Command = {
  name,
  area: "Users",
  summary: "tick who is Administrator in an Account's user list",
  needs: setAdministratorsRequest.needs,
  usage: ["", "<Account>", "<Account> [grant <user ID>, <user ID>…] [revoke <user ID>, <user ID>…]"],
  example: "harbour grant hanna",
  changes: true,
  grantsAdministrator: "sometimes",
  forms: [adminsForm],

  read: (words) => readLine(args, words),

  async run(call) {
    const { typed, doubts } = readLine(args, call.words);
    const { account, grant, revoke } = typed;
    if (account && !grant && !revoke && doubts.length === 0) return call.openForm(adminsForm, { account });
    const ctx = await call.context();
    // Before anything is looked up, so that names are told to nobody who may not know them.
    await requirePermission(ctx, setAdministratorsRequest.needs, name);
    if (!account && call.words.length === 0) return offerAccounts(ctx, call);
    if (!account) throw new DomainError("invalid", "Name the Account first, by its API ID or its name.");
    if (doubts.length > 0) throw new DomainError("invalid", doubts.join(" "));
    const asked = {
      accountId: (await namedAccount(ctx, account)).id,
      grant: await typedUserIds(ctx, grant),
      revoke: await typedUserIds(ctx, revoke),
    };
    await call.submit(setAdministratorsRequest, checkForm(setAdministratorsInput, asked));
  },
};

const args: LineArg[] = [
  { name: "account" },
  { name: "grant", keyword: "grant", also: ["add", "promote", "tick"], optional: true, many: true },
  { name: "revoke", keyword: "revoke", also: ["remove", "demote", "untick"], optional: true, many: true },
];

async function offerAccounts(ctx: Context<ConsoleUserActor>, { say }: Pick<Call, "say">): Promise<void> {
  const accounts = await searchAccounts(ctx, "", offeredAtMost + 1);
  if (accounts.length === 0)
    return say("There is no Account yet. Create the first with `/cyclr create-account`.");
  const lead = "Which Account? Choose it here, or send `/cyclr admins &lt;Account&gt;`.";
  await say(lead, [
    { type: "section", text: { type: "mrkdwn", text: lead } },
    ...accounts.slice(0, offeredAtMost).map(offer),
    ...(accounts.length > offeredAtMost ? [more] : []),
  ]);
}

function offer(account: Account): KnownBlock {
  return {
    type: "section",
    text: plain(accountLabel(account).slice(0, 300)),
    accessory: {
      type: "button",
      action_id: editAdministratorsAction,
      value: account.apiId,
      text: plain("Administrators"),
    },
  };
}

const more: KnownBlock = {
  type: "context",
  elements: [
    { type: "mrkdwn", text: escapeMrkdwn("There are more. Find them with /cyclr accounts <words>.") },
  ],
};

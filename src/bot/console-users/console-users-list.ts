import type { KnownBlock } from "@slack/types";
import { mrkdwn, shorten } from "../../core/kernel/text/mrkdwn.ts";
import { accessOf, allows, accessWords } from "../../core/kernel/access/access.ts";
import { nameOf } from "../../core/kernel/access/console-user-actor.ts";
import { pageConsoleUsers } from "../../core/console-users/page-console-users.ts";
import type { WithLink } from "../../core/console-users/revoke-console-invitation.ts";
import type { ConsoleUser } from "../../core/generated/prisma/client.ts";
import { moment } from "../../core/kernel/text/moment-words.ts";
import { type Listing, rowsAtOnce, sayListing, firstPage, listingForm, textIn } from "../slack/listing.ts";
import { plain, section } from "../slack/reopened-view.ts";
import type { Command } from "../slack/command.ts";
import { textField } from "../slack/fields.ts";

export const resendConsoleAction = "resend-console-invitation";
export const revokeConsoleAction = "revoke-console-invitation";

export const consoleUsersList: Listing = {
  name: "console-users",
  search: ([words = ""]) => ({ form: "console-users", label: "Search…", typed: { words } }),

  async load(ctx, [words = ""], after) {
    const page = await pageConsoleUsers(ctx, { words, after, take: rowsAtOnce });
    return {
      title: "Console Users",
      rows: page.users.map(row),
      none: words
        ? mrkdwn`No Console User has “${shorten(words, 80)}” in the name or e-mail.`
        : "There are no more Console Users.",
      next: page.next,
      more: invitedBlocks(page.invited, allows(ctx.actor, "console-users:manage")),
      hint,
    };
  },
};

function row(user: ConsoleUser): string {
  const linked = user.chatUserId ? "linked to Slack" : "not linked to Slack yet";
  const frozen = user.frozenAt ? " · *frozen*" : "";
  return `${mrkdwn`*${nameOf(user)}* (${user.email})`}${frozen}\n${mrkdwn`${accessWords(accessOf(user))}`} · ${linked}`;
}

const hint = "`/cyclr permissions &lt;e-mail&gt;` shows and changes what somebody may do.";

/** Who was invited and has not answered, each with what can be done about it. */
function invitedBlocks(invited: WithLink[], mayManage: boolean): KnownBlock[] {
  if (invited.length === 0) return [];
  return [
    section("*Invited, no answer yet*"),
    ...invited.flatMap((invitation) => [
      section(invitationRow(invitation)),
      ...(mayManage ? [buttonsFor(invitation)] : []),
    ]),
  ];
}

function invitationRow({ email, link: { handedOverAt, expiresAt }, ...access }: WithLink): string {
  const state = handedOverAt ? "" : "not mailed yet, ";
  return mrkdwn`${email} · ${accessWords(accessOf(access))} · ${state}good until ${moment(expiresAt)}`;
}

function buttonsFor({ id }: WithLink): KnownBlock {
  return {
    type: "actions",
    elements: [
      { type: "button", action_id: resendConsoleAction, value: id, text: plain("Resend") },
      { type: "button", action_id: revokeConsoleAction, value: id, style: "danger", text: plain("Revoke") },
    ],
  };
}

const wordsAtMost = 200;

const consoleUsersForm = listingForm({
  name: "console-users",
  title: "Search Console Users",
  needs: "console-users:view",
  button: "Search",
  fields: (_ctx, { words }) => [
    textField({
      id: "words",
      label: "Name or e-mail",
      hint: "Part of it. Leave empty to list all.",
      value: words,
      optional: true,
      max: wordsAtMost,
    }),
  ],
  show: (ctx, values) => firstPage(ctx, consoleUsersList, [shorten(textIn(values, "words"), wordsAtMost)]),
});

export const consoleUsers: Command = {
  name: "console-users",
  area: "Console Users",
  summary: "who may use the Console, with which permissions, and who is linked to Slack",
  needs: "console-users:view",
  usage: ["", "<part of the name or e-mail>"],
  example: "vera",
  forms: [consoleUsersForm],

  run: (call) =>
    sayListing(call, consoleUsersList, [shorten(call.words.map(({ text }) => text).join(" "), wordsAtMost)]),
};

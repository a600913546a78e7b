import type { KnownBlock } from "@slack/types";
import { mrkdwn, shorten } from "../../core/chat/mrkdwn.ts";
import { accessOf } from "../../core/console-users/access.ts";
import { nameOf } from "../../core/console-users/console-user-name.ts";
import { pageConsoleUsers } from "../../core/console-users/page-console-users.ts";
import { allows } from "../../core/console-users/permission-grid.ts";
import { accessWords } from "../../core/console-users/permission-words.ts";
import type { ConsoleInvitation, ConsoleUser } from "../../core/generated/prisma/client.ts";
import { momentWords } from "../../core/text/moment-words.ts";
import { type Listing, rowsAtOnce } from "../listing.ts";
import { plain } from "../plain-text.ts";
import { section } from "../section.ts";

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
function invitedBlocks(invited: ConsoleInvitation[], mayManage: boolean): KnownBlock[] {
  if (invited.length === 0) return [];
  return [
    section("*Invited and not answered yet*"),
    ...invited.flatMap((invitation) => [
      section(invitationRow(invitation)),
      ...(mayManage ? [buttonsFor(invitation)] : []),
    ]),
  ];
}

function invitationRow({ email, mailHandedOverAt, expiresAt, ...access }: ConsoleInvitation): string {
  const state = mailHandedOverAt ? "" : "not mailed yet, ";
  return mrkdwn`${email} · ${accessWords(accessOf(access))} · ${state}good until ${momentWords(expiresAt)}`;
}

function buttonsFor({ id }: ConsoleInvitation): KnownBlock {
  return {
    type: "actions",
    elements: [
      { type: "button", action_id: resendConsoleAction, value: id, text: plain("Resend") },
      { type: "button", action_id: revokeConsoleAction, value: id, style: "danger", text: plain("Revoke") },
    ],
  };
}

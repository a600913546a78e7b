import { mrkdwn, shorten } from "../../core/chat/mrkdwn.ts";
import { accessOf } from "../../core/console-users/access.ts";
import { nameOf } from "../../core/console-users/console-user-name.ts";
import { type ConsoleUserPage, pageConsoleUsers } from "../../core/console-users/page-console-users.ts";
import { accessWords } from "../../core/console-users/permission-words.ts";
import type { ConsoleUser } from "../../core/generated/prisma/client.ts";
import { type Listing, rowsAtOnce } from "../listing.ts";

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
      hint: hint(page),
    };
  },
};

function row(user: ConsoleUser): string {
  const linked = user.chatUserId ? "linked to Slack" : "not linked to Slack yet";
  return `${mrkdwn`*${nameOf(user)}* (${user.email})`}\n${mrkdwn`${accessWords(accessOf(user))}`} · ${linked}`;
}

function hint({ invited }: ConsoleUserPage): string {
  const open = invited.length > 0 ? mrkdwn`Invited and not answered yet: ${invited.join(", ")}. ` : "";
  return `${open}${mrkdwn`\`/cyclr permissions &lt;e-mail&gt;\` shows and changes what somebody may do.`}`;
}

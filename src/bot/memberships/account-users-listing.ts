import { accountLabel } from "../../core/kernel/names/account-name.ts";
import { escapeMrkdwn, mrkdwn, shorten } from "../../core/kernel/text/mrkdwn.ts";
import { listAccountUsers, accountUserWords } from "../../core/memberships/list-account-users.ts";
import { isolate } from "../../core/kernel/text/isolate.ts";
import { standingWords } from "../../core/kernel/levels/require-level.ts";
import { suspensionWords } from "../../core/kernel/levels/suspension.ts";
import { type Listing, rowsAtOnce } from "../slack/listing.ts";

/** An Account's users by user ID; its arguments are the Account, and what is searched for. */
export const accountUsersListing: Listing = {
  name: "account-users",

  async load(ctx, [named = "", words = ""], after, take = rowsAtOnce) {
    const asked = { account: named, words, after, take };
    const { account, rows, next } = await listAccountUsers(ctx, asked);
    const sought = isolate(shorten(words, 80));
    return {
      title: `Users of ${isolate(accountLabel(account))}`,
      rows: rows.map((row) => `• ${escapeMrkdwn(shorten(accountUserWords(row), 1000))}`),
      table: {
        columns: ["User ID", "Name", "E-mail", "Level", "State"],
        rows: rows.map(({ user, level, until, ...suspension }) => [
          user.username,
          `${user.firstName} ${user.lastName}`,
          user.email ?? "",
          standingWords({ level, until }),
          suspensionWords(suspension) || "open",
        ]),
      },
      none: words
        ? mrkdwn`No user of this Account has “${sought}” in the user ID or e-mail.`
        : mrkdwn`It has no users yet. \`/cyclr invite &lt;e-mail&gt; to ${account.apiId}\` invites the first.`,
      next,
      hint: mrkdwn`\`/cyclr user &lt;user ID&gt;\` shows one with every Account, \`/cyclr admins ${account.apiId}\` ticks Administrators.`,
    };
  },
};

import { z } from "zod";
import { accountRowWords } from "../core/accounts/account-words.ts";
import { listAccounts } from "../core/accounts/list-accounts.ts";
import { escapeMrkdwn, mrkdwn, shorten } from "../core/chat/mrkdwn.ts";
import { isolate } from "../core/text/isolate.ts";
import { type Listing, rowsAtOnce } from "./listing.ts";

const place = z.tuple([z.string(), z.uuid()]);

/** Accounts by name; its one argument is what is searched for. */
export const accountsListing: Listing = {
  name: "accounts",

  search: ([words = ""]) => ({ form: "accounts", label: "Search…", typed: { words } }),

  async load(ctx, [words = ""], after) {
    const [nameKey, id] = after === undefined ? [] : place.parse(JSON.parse(after));
    const { rows, next } = await listAccounts(ctx, {
      words,
      after: nameKey !== undefined && id !== undefined ? { nameKey, id } : undefined,
      take: rowsAtOnce,
    });
    const sought = isolate(shorten(words, 80));
    return {
      title: words ? "Accounts found" : "Accounts",
      rows: rows.map((row) => `• ${escapeMrkdwn(shorten(accountRowWords(row), 1000))}`),
      none: words
        ? mrkdwn`No Account has “${sought}” in its name, or an API ID that begins so.`
        : "There is no Account yet. `/cyclr create-account` makes the first.",
      next: next && JSON.stringify([next.nameKey, next.id]),
      hint: "`/cyclr account &lt;API ID&gt;` shows one with its users and Administrators.",
    };
  },
};

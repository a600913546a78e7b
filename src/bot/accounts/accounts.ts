import { shorten, escapeMrkdwn, mrkdwn } from "../../core/kernel/text/mrkdwn.ts";
import type { Command } from "../slack/command.ts";
import { sayListing, type Listing, rowsAtOnce, firstPage, listingForm, textIn } from "../slack/listing.ts";
import { textField } from "../slack/fields.ts";
import { z } from "zod";
import { accountRowWords } from "../../core/accounts/account-words.ts";
import { listAccounts } from "../../core/accounts/page-of-accounts.ts";
import { suspensionWords } from "../../core/kernel/levels/suspension.ts";
import { accountLabel } from "../../core/kernel/names/account-name.ts";
import { isolate } from "../../core/kernel/text/isolate.ts";

const place = z.tuple([z.string(), z.uuid()]);

/** Accounts by name; its one argument is what is searched for. */
export const accountsListing: Listing = {
  name: "accounts",

  search: ([words = ""]) => ({ form: "accounts", label: "Search…", typed: { words } }),

  async load(ctx, [words = ""], after, take = rowsAtOnce) {
    const [nameKey, id] = after === undefined ? [] : place.parse(JSON.parse(after));
    const { rows, next } = await listAccounts(ctx, {
      words,
      after: nameKey !== undefined && id !== undefined ? { nameKey, id } : undefined,
      take,
    });
    const sought = isolate(shorten(words, 80));
    return {
      title: words ? "Accounts found" : "Accounts",
      rows: rows.map((row) => `• ${escapeMrkdwn(shorten(accountRowWords(row), 1000))}`),
      table: {
        columns: ["Account", "API ID", "Users", "Sub-account of", "State"],
        rows: rows.map(({ account, parent, users }) => [
          account.name,
          account.apiId,
          users,
          parent ? accountLabel(parent) : "",
          suspensionWords(account) || "open",
        ]),
      },
      none: words
        ? mrkdwn`No Account has “${sought}” in its name or at the start of its API ID.`
        : "There is no Account yet. Create the first with `/cyclr create-account`.",
      next: next && JSON.stringify([next.nameKey, next.id]),
      hint: "`/cyclr account &lt;API ID&gt;` shows one with its users and Administrators.",
    };
  },
};

/** Longer words find nothing, and would not fit into the button for the next page. */
const wordsAtMost = 200;

const accountsForm = listingForm({
  name: "accounts",
  title: "Search Accounts",
  needs: "accounts:view",
  button: "Search",
  fields: (_ctx, { words }) => [
    textField({
      id: "words",
      label: "Name or API ID",
      hint: "Part of the name, or the start of the API ID. Leave empty to list all.",
      value: words,
      optional: true,
      max: wordsAtMost,
    }),
  ],
  show: (ctx, values) => firstPage(ctx, accountsListing, [shorten(textIn(values, "words"), wordsAtMost)]),
});

export const accounts: Command = {
  name: "accounts",
  area: "Accounts",
  summary: "list Accounts, or search them by name or API ID",
  needs: "accounts:view",
  usage: ["", "<part of the name, or the start of the API ID>"],
  example: "acme",
  forms: [accountsForm],

  run: (call) =>
    sayListing(call, accountsListing, [shorten(call.words.map(({ text }) => text).join(" "), wordsAtMost)]),
};

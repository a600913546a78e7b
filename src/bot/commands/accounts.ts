import { shorten } from "../../core/chat/mrkdwn.ts";
import { accountsListing } from "../accounts-listing.ts";
import type { Command } from "../command.ts";
import { sayListing } from "../say-listing.ts";
import { accountsForm, wordsAtMost } from "./accounts-form.ts";

export const accounts: Command = {
  name: "accounts",
  area: "Accounts",
  summary: "list Accounts, or search them by name or API ID",
  needs: "accounts:view",
  usage: ["", "<part of the name, or the beginning of the API ID>"],
  example: "acme",
  forms: [accountsForm],

  run: (call) =>
    sayListing(call, accountsListing, [shorten(call.words.map(({ text }) => text).join(" "), wordsAtMost)]),
};

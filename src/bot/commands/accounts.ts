import { shorten } from "../../core/chat/mrkdwn.ts";
import { accountsListing } from "../accounts-listing.ts";
import type { Command } from "../command.ts";
import { listBlocks, listText } from "../listing.ts";

/** Longer words find nothing, and would not fit into the button for the next page. */
const wordsAtMost = 200;

export const accounts: Command = {
  name: "accounts",
  area: "Accounts",
  summary: "list Accounts, or search them by name or API ID",
  needs: "accounts:view",
  usage: ["", "<part of the name, or the beginning of the API ID>"],
  example: "acme",

  async run({ words, context, say }) {
    const args = [shorten(words.map(({ text }) => text).join(" "), wordsAtMost)];
    const page = await accountsListing.load(await context(), args, undefined);
    await say(listText(page), listBlocks(accountsListing, args, page));
  },
};

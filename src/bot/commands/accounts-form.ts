import { shorten } from "../../core/chat/mrkdwn.ts";
import { accountsListing } from "../accounts-listing.ts";
import { textField } from "../fields.ts";
import { firstPage, listingForm, textIn } from "../listing-form.ts";

/** Longer words find nothing, and would not fit into the button for the next page. */
export const wordsAtMost = 200;

export const accountsForm = listingForm({
  name: "accounts",
  title: "Search Accounts",
  needs: "accounts:view",
  button: "Search",
  fields: (_ctx, { words }) => [
    textField({
      id: "words",
      label: "Name or API ID",
      hint: "Part of the name, or the beginning of the API ID. Left empty, all are listed.",
      value: words,
      optional: true,
      max: wordsAtMost,
    }),
  ],
  show: (ctx, values) => firstPage(ctx, accountsListing, [shorten(textIn(values, "words"), wordsAtMost)]),
});

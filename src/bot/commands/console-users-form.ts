import { shorten } from "../../core/chat/mrkdwn.ts";
import { textField } from "../fields.ts";
import { firstPage, listingForm, textIn } from "../listing-form.ts";
import { consoleUsersList } from "./console-users-list.ts";

export const wordsAtMost = 200;

export const consoleUsersForm = listingForm({
  name: "console-users",
  title: "Search Console Users",
  needs: "console-users:view",
  button: "Search",
  fields: (_ctx, { words }) => [
    textField({
      id: "words",
      label: "Name or e-mail",
      hint: "Part of it. Left empty, all are listed.",
      value: words,
      optional: true,
      max: wordsAtMost,
    }),
  ],
  show: (ctx, values) => firstPage(ctx, consoleUsersList, [shorten(textIn(values, "words"), wordsAtMost)]),
});

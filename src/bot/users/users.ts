import { accountInput, loadAccount } from "../../core/kernel/levels/load-account.ts";
import { shorten } from "../../core/kernel/text/mrkdwn.ts";
import { accountField } from "../accounts/delete-account.ts";
import { accountUsersListing } from "../memberships/account-users-listing.ts";
import { checkForm, textField } from "../slack/fields.ts";
import { type Command, splitAt } from "../slack/command.ts";
import { listBlocks, listText, firstPage, listingForm, textIn } from "../slack/listing.ts";

const name = "users";
const needs = "users:view";
/** Longer words find nothing, and would not fit into the button for the next page. */
const wordsAtMost = 200;

const form = listingForm({
  name,
  title: "Users of an Account",
  needs,
  button: "List",
  fields: async (ctx) => [
    await accountField(ctx),
    textField({ id: "words", label: "Part of the user ID or e-mail", optional: true, max: wordsAtMost }),
  ],
  async show(ctx, values) {
    const { accountId } = checkForm(accountInput, values);
    const { apiId } = await loadAccount(ctx.db, accountId);
    return firstPage(ctx, accountUsersListing, [apiId, textIn(values, "words")]);
  },
});

export const users: Command = {
  name,
  area: "Users",
  summary: "list an Account's users with their levels, or search them",
  needs,
  usage: ["", "<Account: API ID or name>", "<Account> matching <part of the user ID or e-mail>"],
  example: "harbour",
  forms: [form],

  async run({ words, context, say, openForm }) {
    if (words.length === 0) return openForm(form);
    const ctx = await context();
    const { before, after } = splitAt(words, ["matching"]);
    const account = before.map(({ text }) => text).join(" ");
    const args = [shorten(account, 300), shorten(after, wordsAtMost)];
    const page = await accountUsersListing.load(ctx, args, undefined);
    await say(listText(page), listBlocks(accountUsersListing, args, page));
  },
};

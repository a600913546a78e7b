import { accountInput, loadAccount } from "../../core/kernel/levels/load-account.ts";
import { shorten } from "../../core/kernel/text/mrkdwn.ts";
import { accountField, namedAccount } from "../accounts/delete-account.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { type LineArg, readLine } from "../slack/read-line.ts";
import { filled } from "../slack/request-command.ts";
import { accountUsersListing } from "../memberships/account-users-listing.ts";
import { checkForm, textField } from "../slack/fields.ts";
import { type Command } from "../slack/command.ts";
import { sayListing, firstPage, listingForm, textIn } from "../slack/listing.ts";

const name = "users";
const needs = "users:view";
/** Longer words find nothing, and would not fit into the button for the next page. */
const wordsAtMost = 200;

const args: LineArg[] = [{ name: "account" }, { name: "words", keyword: "matching", toTheEnd: true }];

const form = listingForm({
  name,
  title: "Users of an Account",
  needs,
  button: "List",
  fields: async (ctx, { account, words }, _more, notices) => [
    await filled(notices, account, (typed) => accountField(ctx, { typed })),
    textField({
      id: "words",
      label: "Part of the user ID or e-mail",
      value: words,
      optional: true,
      max: wordsAtMost,
    }),
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
  read: (words) => readLine(args, words),

  async run({ words, context, say, openForm }) {
    const { typed } = readLine(args, words);
    if (!typed["account"]) return openForm(form, typed);
    const ctx = await context();
    await requirePermission(ctx, needs, name);
    const { apiId } = await namedAccount(ctx, typed["account"]);
    const asked = [apiId, shorten(typed["words"] ?? "", wordsAtMost)];
    await sayListing({ context: async () => ctx, say }, accountUsersListing, asked);
  },
};

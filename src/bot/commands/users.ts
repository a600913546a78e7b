import { accountInput, loadAccount } from "../../core/accounts/load-account.ts";
import { shorten } from "../../core/chat/mrkdwn.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import { listAccountUsers } from "../../core/memberships/list-account-users.ts";
import { accountUserWords } from "../../core/memberships/membership-words.ts";
import { zoneOf } from "../../core/time/time-zone.ts";
import { accountField } from "../account-field.ts";
import { accountUsersListing } from "../account-users-listing.ts";
import { checkForm } from "../check-form.ts";
import type { Command } from "../command.ts";
import { textField } from "../fields.ts";
import type { Form } from "../form.ts";
import { listBlocks, listText } from "../listing.ts";
import { plain } from "../plain-text.ts";
import { splitAt } from "../split-at.ts";

const name = "users";
const needs = "users:view";
/** Longer words find nothing, and would not fit into the button for the next page. */
const wordsAtMost = 200;
const inForm = 20;

const form: Form = {
  name,
  title: "Users of an Account",

  async view(ctx) {
    await requirePermission(ctx, needs, name);
    const words = textField({
      id: "words",
      label: "Part of the user ID or e-mail",
      optional: true,
      max: wordsAtMost,
    });
    return { submit: plain("List"), blocks: [await accountField(ctx), words] };
  },

  async submit(ctx, values) {
    await requirePermission(ctx, needs, name);
    const { accountId } = checkForm(accountInput, values);
    const { apiId } = await loadAccount(ctx.db, accountId);
    const words = String(values["words"] ?? "");
    const asked = { account: apiId, words, after: undefined, take: inForm };
    const { rows, next } = await listAccountUsers(ctx, asked);
    if (rows.length === 0) return "No user fits.";
    const lines = rows.map((row) => `• ${shorten(accountUserWords(row, zoneOf(ctx.actor)), 160)}`);
    return [...lines, next ? `More: /cyclr users ${apiId}` : ""].filter(Boolean).join("\n");
  },
};

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

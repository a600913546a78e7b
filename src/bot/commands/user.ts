import { escapeMrkdwn, shorten } from "../../core/chat/mrkdwn.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import { listUserAccounts } from "../../core/memberships/list-user-accounts.ts";
import { userAccountWords } from "../../core/memberships/membership-words.ts";
import { zoneOf } from "../../core/time/time-zone.ts";
import { deleteUserInput } from "../../core/users/delete-user.ts";
import { lookUpUser } from "../../core/users/look-up-user.ts";
import { loadUser } from "../../core/users/reset-password.ts";
import { userProfileWords } from "../../core/users/user-words.ts";
import { checkForm } from "../check-form.ts";
import type { Command } from "../command.ts";
import type { Form } from "../form.ts";
import { listBlocks, rowsAtOnce } from "../listing.ts";
import { plain } from "../plain-text.ts";
import { userAccountsListing } from "../user-accounts-listing.ts";
import { userButtons } from "../user-buttons.ts";
import { userField } from "../user-field.ts";

const name = "user";
const needs = "users:view";

const form: Form = {
  name,
  title: "Look a user up",

  async view(ctx) {
    await requirePermission(ctx, needs, name);
    return { submit: plain("Look up"), blocks: [await userField(ctx)] };
  },

  async submit(ctx, values) {
    await requirePermission(ctx, needs, name);
    const { userId } = checkForm(deleteUserInput, values);
    const profile = await lookUpUser(ctx, (await loadUser(ctx.db, userId)).username);
    const { rows, next } = await listUserAccounts(ctx, { userId, after: undefined, take: rowsAtOnce });
    const { username } = profile.user;
    return [
      ...userProfileWords(profile),
      ...rows.map((row) => `• ${userAccountWords(row, zoneOf(ctx.actor))}`),
      next ? "• …" : "",
      `/cyclr user ${username} shows the same with what can be done.`,
    ]
      .filter(Boolean)
      .join("\n");
  },
};

export const user: Command = {
  name,
  area: "Users",
  summary: "look a user up: every Account with its level, open invitations",
  needs,
  usage: ["", "<user ID or e-mail>"],
  example: "hanna",
  forms: [form],

  async run({ words, context, say, openForm }) {
    if (words.length === 0) return openForm(form);
    const ctx = await context();
    const profile = await lookUpUser(ctx, words.map(({ text }) => text).join(" "));
    const lines = userProfileWords(profile).map((line) => shorten(line, 300));
    const args = [profile.user.id, profile.user.username];
    const page = await userAccountsListing.load(ctx, args, undefined);
    const facts = escapeMrkdwn(lines.join("\n"));
    await say([facts, ...page.rows].join("\n"), [
      { type: "section", text: plain(lines.join("\n")) },
      ...listBlocks(userAccountsListing, args, page),
      ...userButtons(ctx.actor, profile),
    ]);
  },
};

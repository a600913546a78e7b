import { escapeMrkdwn, shorten } from "../../core/kernel/text/mrkdwn.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { listUserAccounts, userAccountWords } from "../../core/memberships/list-account-users.ts";
import {
  deleteUserInput,
  lookUpUser,
  userProfileWords,
  type UserProfile,
} from "../../core/users/delete-user.ts";
import { loadUser } from "../../core/users/reset-password.ts";
import { checkForm } from "../slack/fields.ts";
import type { Command, Form } from "../slack/command.ts";
import { listBlocks, rowsAtOnce } from "../slack/listing.ts";
import { plain, section } from "../slack/reopened-view.ts";
import { userAccountsListing } from "../memberships/user-accounts-listing.ts";
import { userField, deleteUser, namedUser } from "./delete-user.ts";
import { filled } from "../slack/request-command.ts";
import { textOf } from "../slack/words.ts";
import type { KnownBlock } from "@slack/types";
import { allows, type Permission } from "../../core/kernel/access/access.ts";
import type { ConsoleUserActor } from "../../core/context.ts";
import { showPasswordButton, resetPassword } from "./reset-password.ts";
import type { Action } from "../slack/action.ts";
import { addAccounts } from "../memberships/add-accounts.ts";
import { removeUser } from "../memberships/remove-user.ts";

interface UserButton {
  form: string;
  label: string;
  needs: Permission;
}

const buttons: UserButton[] = [
  { form: "add-accounts", label: "Add Accounts", needs: "users:edit" },
  { form: "reset-password", label: "New password", needs: "users:edit" },
  { form: "remove-user", label: "Remove from an Account", needs: "users:manage" },
  { form: "delete-user", label: "Delete user", needs: "users:manage" },
];

const userFormAction = (form: string) => `user-form:${form}`;

/** What the reader may do with a User. The buttons carry the user ID. */
function userButtons(actor: ConsoleUserActor, { user, temporaryPassword }: UserProfile): KnownBlock[] {
  const mine = buttons.filter(({ needs }) => allows(actor, needs));
  const elements = mine.map(({ form, label }) => ({
    type: "button" as const,
    action_id: userFormAction(form),
    value: user.username,
    text: plain(label),
  }));
  const secret =
    temporaryPassword && allows(actor, "users:edit") ? [showPasswordButton(temporaryPassword)] : [];
  const all = [...secret, ...elements];
  return all.length > 0 ? [{ type: "actions", elements: all }] : [];
}

const forms = [addAccounts, removeUser, resetPassword, deleteUser].flatMap((command) => command.forms);

/** The buttons under a User's profile: a form with that User chosen. */
export const openUserForms: Action[] = forms.map((form) => ({
  name: userFormAction(form.name),
  run: ({ value, openForm }) => openForm(form, { user: value }),
}));

const name = "user";
const needs = "users:view";

const form: Form = {
  name,
  title: "Look up a user",

  async view(ctx, { user: typed }) {
    await requirePermission(ctx, needs, name);
    const notices: string[] = [];
    const block = await filled(notices, typed, (words) => userField(ctx, words));
    return { submit: plain("Look up"), blocks: [block], notices };
  },

  async submit(ctx, values) {
    await requirePermission(ctx, needs, name);
    const { userId } = checkForm(deleteUserInput, values);
    const profile = await lookUpUser(ctx, (await loadUser(ctx.db, userId)).username);
    const { rows, next } = await listUserAccounts(ctx, { userId, after: undefined, take: rowsAtOnce });
    const { username } = profile.user;
    return [
      ...userProfileWords(profile),
      ...rows.map((row) => `• ${userAccountWords(row)}`),
      next ? "• …" : "",
      `/cyclr user ${username} shows the same, with buttons.`,
    ]
      .filter(Boolean)
      .join("\n");
  },
};

export const user: Command = {
  name,
  area: "Users",
  summary: "look up a user: their Accounts, levels and open invitations",
  needs,
  usage: ["", "<user ID or e-mail>"],
  example: "hanna",
  forms: [form],
  read: (words) => ({ typed: { user: textOf(words) }, doubts: [] }),

  async run({ words, context, say, openForm }) {
    if (words.length === 0) return openForm(form);
    const ctx = await context();
    await requirePermission(ctx, needs, name);
    const profile = await lookUpUser(ctx, (await namedUser(ctx, textOf(words))).username);
    const lines = userProfileWords(profile).map((line) => shorten(line, 300));
    const args = [profile.user.id, profile.user.username];
    const page = await userAccountsListing.load(ctx, args, undefined);
    const facts = escapeMrkdwn(lines.join("\n"));
    await say([facts, ...page.rows].join("\n"), [
      section(facts),
      ...listBlocks(userAccountsListing, args, page),
      ...userButtons(ctx.actor, profile),
    ]);
  },
};

import type { KnownBlock } from "@slack/types";
import { allows, type Permission } from "../core/console-users/permission-grid.ts";
import type { ConsoleUserActor } from "../core/context.ts";
import type { UserProfile } from "../core/users/look-up-user.ts";
import { showPasswordButton } from "./password-fields.ts";
import { plain } from "./plain-text.ts";

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

export const userFormAction = (form: string) => `user-form:${form}`;

/** What the reader may do with a User. The buttons carry the user ID. */
export function userButtons(actor: ConsoleUserActor, { user, temporaryPassword }: UserProfile): KnownBlock[] {
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

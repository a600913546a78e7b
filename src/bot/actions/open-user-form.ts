import type { Action } from "../action.ts";
import { addAccountsForm } from "../commands/add-accounts-form.ts";
import { deleteUserForm } from "../commands/delete-user.ts";
import { removeUserForm } from "../commands/remove-user.ts";
import { resetPasswordForm } from "../commands/reset-password.ts";
import { userFormAction } from "../user-buttons.ts";

const forms = [addAccountsForm, removeUserForm, resetPasswordForm, deleteUserForm];

/** The buttons under a User's profile: a form with that User chosen. */
export const openUserForms: Action[] = forms.map((form) => ({
  name: userFormAction(form.name),
  run: ({ value, openForm }) => openForm(form, { user: value }),
}));

import type { Action } from "../action.ts";
import { adminsForm, editAdministratorsAction } from "../commands/admins-form.ts";

/** Opens the list of one Account's users, with a tick for each Administrator. */
export const editAdministrators: Action = {
  name: editAdministratorsAction,
  run: ({ value, openForm }) => openForm(adminsForm, { account: value }),
};

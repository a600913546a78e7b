import { escapeMrkdwn } from "../../core/chat/mrkdwn.ts";
import { giveBack } from "../../core/memberships/give-back.ts";
import { extendAction, giveBackAction } from "../../core/memberships/grant-note.ts";
import type { Action } from "../action.ts";
import { grantAdminForm } from "../commands/grant-admin-form.ts";

/** Asks for more time, by a Request of the clicker's own. */
export const extendAdministrator: Action = {
  name: extendAction,
  run: ({ value, openForm }) => openForm(grantAdminForm, { grant: value }),
};

export const giveBackAdministrator: Action = {
  name: giveBackAction,
  async run({ value, context, say }) {
    await say(escapeMrkdwn(await giveBack(await context(), value)));
  },
};

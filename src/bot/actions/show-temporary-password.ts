import { mrkdwn } from "../../core/chat/mrkdwn.ts";
import { showTemporaryPassword } from "../../core/users/show-temporary-password.ts";
import type { Action } from "../action.ts";
import { showPasswordAction } from "../password-fields.ts";

export const showPassword: Action = {
  name: showPasswordAction,
  async run({ value, context, replace }) {
    const { username, password } = await showTemporaryPassword(await context(), value);
    const what = mrkdwn`The temporary password of ${username}: \`${password}\``;
    const next =
      "It is shown this once, to you alone. Pass it on safely; the first sign-in asks for another.";
    await replace(`${what}\n${next}`);
  },
};

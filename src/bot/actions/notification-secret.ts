import { requirePermission } from "../../core/console-users/require-permission.ts";
import { rotateNotificationSecret } from "../../core/partner/rotate-notification-secret.ts";
import type { Action } from "../action.ts";
import { askForSecretAction } from "../commands/settings.ts";
import { plain } from "../plain-text.ts";

const makeSecretAction = "make-notification-secret";

/** What it does is said before it is done: the old secret ends at once. */
export const askForSecret: Action = {
  name: askForSecretAction,
  async run({ value, context, say }) {
    await requirePermission(await context(), "settings:edit", "notification-secret");
    const lead =
      value === "none"
        ? "A secret is made, and shown to you alone, once: what the notification URL is told is signed with it."
        : "Another secret is made, and shown to you alone, once. From then on the old one signs nothing: whoever checks signatures needs the new one at once.";
    await say(lead, [
      { type: "section", text: { type: "mrkdwn", text: lead } },
      {
        type: "actions",
        elements: [
          { type: "button", action_id: makeSecretAction, value, style: "danger", text: plain("Make it") },
        ],
      },
    ]);
  },
};

export const makeSecret: Action = {
  name: makeSecretAction,
  async run({ value, context, replace }) {
    const secret = await rotateNotificationSecret(await context(), { shown: value });
    await replace(
      `The notification secret: \`${secret}\`\nIt is shown this once, to you alone. Keep it where signatures are checked.`,
    );
  },
};

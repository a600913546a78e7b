import type { KnownBlock } from "@slack/types";
import { escapeMrkdwn, shortenMarkup } from "../../core/kernel/text/mrkdwn.ts";
import { allows } from "../../core/kernel/access/access.ts";
import { openFormAction } from "../../core/home/openings.ts";
import { showSettings, rotateNotificationSecret } from "../../core/partner/partner-settings.ts";
import type { Call, Command } from "../slack/command.ts";
import { plain } from "../slack/reopened-view.ts";
import { editSettings, editSettingsForm, settingOf, settingUsage } from "./edit-settings.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import type { Action } from "../slack/action.ts";

export const askForSecretAction = "ask-for-notification-secret";

export const settings: Command = {
  name: "settings",
  area: "Settings",
  summary: "Settings > General: names, domains, notification URL; and change them as edit-settings does",
  needs: "settings:view",
  usage: ["", ...settingUsage],
  example: "",

  run: (call) => (settingOf(call.words) ? change(call) : show(call)),
};

/** As edit-settings, with its permission and its --plan. */
const change = (call: Call): Promise<void> => editSettings.run(call);

async function show({ context, say }: Call): Promise<void> {
  const ctx = await context();
  const { lines, secretMark } = await showSettings(ctx);
  const markup = shortenMarkup(escapeMrkdwn(lines.join("\n")), 3000);
  const text: KnownBlock = { type: "section", text: { type: "mrkdwn", text: markup } };
  const buttons: KnownBlock = {
    type: "actions",
    elements: [
      button(openFormAction(editSettingsForm.name), editSettingsForm.name, "Edit"),
      button(
        askForSecretAction,
        secretMark,
        secretMark === "none" ? "Make a notification secret" : "New notification secret",
      ),
    ],
  };
  await say(markup, allows(ctx.actor, "settings:edit") ? [text, buttons] : [text]);
}

function button(actionId: string, value: string, label: string) {
  return { type: "button", action_id: actionId, value, text: plain(label) } as const;
}

const makeSecretAction = "make-notification-secret";

/** What it does is said before it is done: the old secret ends at once. */
export const askForSecret: Action = {
  name: askForSecretAction,
  async run({ value, context, say }) {
    await requirePermission(await context(), "settings:edit", "notification-secret");
    const lead =
      value === "none"
        ? "This makes a secret that signs every notification. Only you see it, once."
        : "This makes another secret. Only you see it, once. The old one stops signing at once, so the people who check signatures need the new one right away.";
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
  async run({ value, context, whisper }) {
    const secret = await rotateNotificationSecret(await context(), { shown: value });
    await whisper(
      `The notification secret: \`${secret}\`\nOnly you see it, and only this once. Keep it where signatures are checked.`,
    );
  },
};

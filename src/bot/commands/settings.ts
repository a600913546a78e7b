import type { KnownBlock } from "@slack/types";
import { escapeMrkdwn, shortenMarkup } from "../../core/chat/mrkdwn.ts";
import { allows } from "../../core/console-users/permission-grid.ts";
import { openFormAction } from "../../core/home/openings.ts";
import { showSettings } from "../../core/partner/show-settings.ts";
import type { Call, Command } from "../command.ts";
import { takeOption } from "../phrase.ts";
import { plain } from "../plain-text.ts";
import { submitting } from "../submitting.ts";
import { editSettings, editSettingsForm, settingOf, settingUsage } from "./edit-settings.ts";

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
function change(call: Call): Promise<void> {
  const { given: planOnly, rest: words } = takeOption(call.words, "--plan");
  return editSettings.run({ ...call, words, planOnly, submit: submitting({ ...call, planOnly }) });
}

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

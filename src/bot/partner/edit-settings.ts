import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { changeSettingsRequest } from "../../core/partner/change-settings.ts";
import {
  loadPartner,
  type PartnerSetting,
  partnerSettings,
  settingLabels,
} from "../../core/partner/partner-settings.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { checkForm, textField } from "../slack/fields.ts";
import type { Command, Form } from "../slack/command.ts";
import { textOf, type Word } from "../slack/words.ts";
import { plain } from "../slack/reopened-view.ts";

const { needs } = changeSettingsRequest;
const name = "edit-settings";

/** The word of each setting on one line. */
const settings: Record<string, PartnerSetting> = {
  name: "name",
  "service-name": "serviceName",
  "api-domain": "apiDomain",
  "service-domain": "serviceDomain",
  colour: "brandColour",
  "notification-url": "notificationUrl",
};

export const settingUsage = Object.keys(settings).map((word) => `${word} <value, or none>`);

export function settingOf([first]: Word[]): PartnerSetting | undefined {
  const word = first?.quoted ? "" : (first?.text.toLowerCase() ?? "");
  return Object.hasOwn(settings, word) ? settings[word] : undefined;
}

const hints: Record<PartnerSetting, string> = {
  name: "",
  serviceName: "The name of the service on pages and in mails. Leave empty for the Partner's name.",
  apiDomain: "The host of the API, such as api.company.com. Leave empty to use the host of the pages.",
  serviceDomain:
    "The host where people sign in, such as my.company.com. Leave empty to use the host of the pages.",
  brandColour:
    "Of buttons and links on pages and in mails, such as #14532d: dark enough to carry white text. Leave empty for ours.",
  notificationUrl:
    "We notify this address when a template is installed or a cycle starts or stops. Leave empty for no notifications.",
};

export const editSettingsForm: Form = {
  name,
  title: "Settings",

  async view(ctx, typed) {
    await requirePermission(ctx, needs, name);
    const partner = await loadPartner(ctx.db);
    const blocks = Object.values(settings).map((setting) =>
      textField({
        id: setting,
        label: settingLabels[setting],
        value: typed[setting] ?? partner[setting] ?? undefined,
        optional: setting !== "name",
        max: setting === "notificationUrl" ? 2000 : 253,
        ...(hints[setting] && { hint: hints[setting] }),
      }),
    );
    return { submit: plain("Save"), blocks };
  },

  async submit(ctx, values, place) {
    await requirePermission(ctx, needs, name);
    const typed = Object.values(settings).map((setting) => [setting, values[setting] ?? ""]);
    const input = checkForm(partnerSettings, Object.fromEntries(typed));
    return submitRequest(ctx, changeSettingsRequest, input, place);
  },
};

export const editSettings: Command = {
  name,
  area: "Settings",
  summary: "change the Partner's names, its domains or the notification URL",
  needs,
  usage: ["", ...settingUsage],
  example: "service-domain my.northwind.example",
  changes: true,
  kind: changeSettingsRequest.kind,
  movesSignIn: "changes the service domain",
  textAfter: ["name", "service-name"],
  forms: [editSettingsForm],
  read(words) {
    const setting = settingOf(words);
    const value = bare(textOf(words.slice(1)));
    return {
      typed: setting && value ? { [setting]: value.toLowerCase() === "none" ? "" : value } : {},
      doubts: [],
    };
  },

  async run(call) {
    if (call.words.length === 0) return call.openForm(editSettingsForm);
    const setting = settingOf(call.words);
    if (!setting)
      throw new DomainError(
        "invalid",
        `Start with the name of the setting: ${Object.keys(settings).join(", ")}.`,
      );
    const value = textOf(call.words.slice(1)).replace(/^(?:to|is|=|:)\s+/iu, "");
    if (!value) throw new DomainError("invalid", "Add the new value, or “none” for the default.");
    const ctx = await call.context();
    await requirePermission(ctx, needs, name);
    const typed = { [setting]: value.toLowerCase() === "none" && setting !== "name" ? "" : bare(value) };
    await call.submit(changeSettingsRequest, checkForm(partnerSettings, typed));
  },
};

/** Slack makes a link of what looks like one. */
function bare(value: string): string {
  return /^<([^|>]+)(?:\|[^>]*)?>$/.exec(value)?.[1] ?? value;
}

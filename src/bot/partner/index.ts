import type { BotFeature } from "../slack/bot-feature.ts";
import { editSettings } from "./edit-settings.ts";
import { askForSecret, makeSecret, settings } from "./settings.ts";

export const partnerBot: BotFeature = {
  commands: [settings, editSettings],
  actions: [askForSecret, makeSecret],
};

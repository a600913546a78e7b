import type { BotFeature } from "../slack/bot-feature.ts";
import { enterValues } from "./enter-values.ts";

export const valuesBot: BotFeature = {
  actions: [enterValues],
};

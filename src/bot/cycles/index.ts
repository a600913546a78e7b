import type { BotFeature } from "../slack/bot-feature.ts";
import { activity, activityListing } from "./activity.ts";

export const cyclesBot: BotFeature = {
  commands: [activity],
  listings: [activityListing],
};

import type { BotFeature } from "../slack/bot-feature.ts";
import { cloudButtons } from "./cloud-buttons.ts";
import { drift, driftListing } from "./drift.ts";
import { decideDifference, settle } from "./settle.ts";
import { sync } from "./sync.ts";

export const cloudBot: BotFeature = {
  commands: [drift, settle, sync],
  actions: [decideDifference, ...cloudButtons],
  listings: [driftListing],
};

import type { BotFeature } from "../slack/bot-feature.ts";
import { audit, auditListing } from "./audit.ts";

export const auditBot: BotFeature = {
  commands: [audit],
  listings: [auditListing],
};

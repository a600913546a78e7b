import type { BotFeature } from "../slack/bot-feature.ts";
import { dashboard } from "./dashboard.ts";
import { report, reportListing } from "./report.ts";

export const reportsBot: BotFeature = {
  commands: [dashboard, report],
  listings: [reportListing],
};

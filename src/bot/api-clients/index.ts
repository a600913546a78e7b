import type { BotFeature } from "../slack/bot-feature.ts";
import { apiClientButtons } from "./api-client-list.ts";
import { apiClients } from "./api-clients.ts";

export const apiClientsBot: BotFeature = {
  commands: [apiClients],
  actions: apiClientButtons,
};

import type { BotFeature } from "../slack/bot-feature.ts";
import { apiClients, revokeClientButton, showSecretButton } from "./api-clients.ts";

export const apiClientsBot: BotFeature = {
  commands: [apiClients],
  actions: [showSecretButton, revokeClientButton],
};

import type { BotFeature } from "../slack/bot-feature.ts";
import { optionsAtMost } from "../slack/option-source.ts";
import { searchTemplates } from "../../core/connectors/find-templates.ts";
import { connectorLabel, searchConnectors } from "../../core/connectors/search-connectors.ts";
import { editMarketplace, editMarketplaceButton, marketplaces } from "./edit-marketplace.ts";
import { marketplace } from "./marketplace.ts";
import { marketplacesListing } from "./marketplaces-listing.ts";
import { showLink } from "./show-sign-in-link.ts";

export const marketplacesBot: BotFeature = {
  commands: [marketplace, marketplaces, editMarketplace],
  actions: [editMarketplaceButton, showLink],
  listings: [marketplacesListing],
  optionSources: {
    connector: {
      needs: ["connectors:view", "marketplaces:edit"],
      async search(ctx, typed) {
        const connectors = await searchConnectors(ctx, typed, optionsAtMost);
        return connectors.map((connector) => ({ text: connectorLabel(connector), value: connector.id }));
      },
    },
    template: {
      needs: ["templates:view", "marketplaces:manage"],
      async search(ctx, typed) {
        const templates = await searchTemplates(ctx, typed, optionsAtMost);
        return templates.map(({ name, id }) => ({ text: name, value: id }));
      },
    },
  },
};

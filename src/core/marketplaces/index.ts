import type { Feature } from "../feature.ts";
import { changeMarketplaceRequest } from "./change-marketplace.ts";
import { deployMarketplaceRequest } from "./deploy-request.ts";

export const marketplaces: Feature = {
  requests: [changeMarketplaceRequest, deployMarketplaceRequest],
};

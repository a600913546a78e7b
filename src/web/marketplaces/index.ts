import type { WebFeature } from "../http/web-feature.ts";
import { deployForUser, deployForAccount } from "./deployment.ts";
import { launchMarketplace } from "./launch-marketplace.tsx";
import { accountMarketplaces } from "./marketplaces.tsx";

export const marketplaces: WebFeature = {
  pages: [accountMarketplaces, launchMarketplace],
  calls: [deployForUser, deployForAccount],
};

import type { Context } from "../context.ts";
import { issueSignInToken, marketplacePath } from "../sign-in-tokens/issue-sign-in-token.ts";
import type { Deploy } from "./deploy.ts";
import { type Deployed, deployMarketplace } from "./deploy-marketplace.ts";

/** What a deployment answers to an application: a link for its user's browser, good once and for five minutes. */
export interface MarketplaceUrl {
  marketplaceUrl: string;
  token: string;
  expiresAt: Date;
}

/** Deploys, and makes the link with it, in the same transaction. */
export async function deployForUrl(ctx: Context, deploy: Deploy): Promise<Deployed & MarketplaceUrl> {
  const { also, ...deployed } = await deployMarketplace(ctx, deploy, async (tx, made) => {
    const { deployment, user, account, marketplace } = made;
    const returnUrl = marketplacePath(marketplace.id);
    const result = await issueSignInToken(ctx, tx, { user, account, deploymentId: deployment.id, returnUrl });
    return { result, entries: [result.entry] };
  });
  return { ...deployed, marketplaceUrl: also.url, token: also.token, expiresAt: also.expiresAt };
}

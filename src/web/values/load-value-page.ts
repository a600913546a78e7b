import type { App } from "../../core/context.ts";
import { accountLabel } from "../../core/accounts/account-name.ts";
import type { Connector } from "../../core/generated/prisma/client.ts";
import { deployRequestInput } from "../../core/marketplaces/deploy-request-input.ts";
import { loadConnectors } from "../../core/marketplaces/plan-deployment.ts";
import { findValueLink } from "../../core/values/find-value-link.ts";
import { partnerName } from "../../core/partner/partner-name.ts";

export interface OpenValuePage {
  state: "open";
  partnerName: string;
  /** Who asked for it; they alone were given the link. */
  requester: string;
  account: string;
  connectors: Connector[];
  inlineOAuth: boolean;
  expiresAt: Date;
}

export interface ClosedValuePage {
  state: "unknown" | "used" | "expired" | "closed";
  partnerName: string;
}

/** What a link's page has to ask for. */
export async function loadValuePage(app: App, token: string): Promise<OpenValuePage | ClosedValuePage> {
  const [found, name] = await Promise.all([findValueLink(app, token), partnerName(app)]);
  if (!found) return { state: "unknown", partnerName: name };
  const { state, link } = found;
  if (state !== "open") return { state, partnerName: name };
  const { request, expiresAt } = link;
  const { connectorIds, inlineOAuth, account } = deployRequestInput.parse(request.input);
  const forAccount = request.account ?? ("name" in account ? account : undefined);
  return {
    state,
    partnerName: name,
    requester: request.requester?.email ?? "",
    account: forAccount ? accountLabel(forAccount) : "an Account",
    connectors: await loadConnectors(app.db, connectorIds),
    inlineOAuth,
    expiresAt,
  };
}

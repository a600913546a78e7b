import { deployForm } from "../../src/core/marketplaces/deploy-request-input.ts";
import { deployMarketplaceRequest } from "../../src/core/marketplaces/deploy-request.ts";
import { submitRequest } from "../../src/core/kernel/requests/submit-request.ts";
import { issueValueLink } from "../../src/core/values/issue-value-link.ts";
import { makeActor } from "../support/factories.ts";
import { place } from "../support/invite-scene.ts";
import { makeConnector, makeMarketplace } from "../support/marketplace-factories.ts";
import type { WebScene } from "./web-scene.ts";

/** A deployment that waits for the values of three connectors, of which the third needs none. */
export async function waitingDeployment(scene: WebScene) {
  const { db, app } = scene.t;
  const properties = [
    { name: "Url", label: "Shop address", required: true },
    { name: "Hook", label: "Webhook secret", secret: true },
  ];
  const connectors = [
    await makeConnector(db, { authentication: "apiKey", properties }),
    await makeConnector(db, { authentication: "basic" }),
    await makeConnector(db),
  ];
  const ctx = { ...app, actor: await makeActor(scene.t, { permissions: { marketplaces: "edit" } }) };
  const input = deployForm.parse({
    marketplaceId: (await makeMarketplace(db)).id,
    accountId: scene.account.id,
    connectorIds: connectors.map(({ id }) => id),
  });
  const { requestId } = await submitRequest(ctx, deployMarketplaceRequest, input, place());
  const newLink = async () => new URL((await issueValueLink(ctx, requestId)).url).pathname;
  return { requestId, newLink };
}

/** What its page takes. */
export const goodValues = {
  "connector-0-auth": "sk_live_hidden",
  "connector-0-property-0": "https://shop.example",
  "connector-0-property-1": "",
  "connector-1-user": "robot",
  "connector-1-password": "pass:with:colons",
};

import { randomUUID } from "node:crypto";
import { createCycle } from "../../../src/core/cycles/adjust-cycle.ts";
import { clientActor, makeConnector, makeTemplate } from "../../support/account-scene.ts";
import type { ApiScene } from "./api-scene.ts";

export interface GoodRequest {
  path: string;
  body?: unknown;
}

/** For every call but the token's, a request that succeeds: what is refused is refused for what was changed in it. */
export const goodRequests: Record<string, (scene: ApiScene) => Promise<GoodRequest>> = {
  "POST /v1.0/users/marketplace": async (scene) => ({
    path: "/v1.0/users/marketplace",
    body: {
      ...(await deployment(scene)),
      Username: `good.${randomUUID()}`,
      Password: "seven quiet herons",
      AccountId: scene.account.apiId,
    },
  }),
  "POST /v1.0/accounts/{id}/marketplace": async (scene) => ({
    path: `/v1.0/accounts/${scene.account.apiId}/marketplace`,
    body: await deployment(scene),
  }),
  "GET /v1.0/connectors": async () => ({ path: "/v1.0/connectors" }),
  "POST /v1.0/connectors/{name}/install": async (scene) => ({
    path: `/v1.0/connectors/${(await connector(scene)).name}/install`,
    body: { Name: "Shop", Description: "Ours", ...values },
  }),
  "GET /v1.0/account/connectors": async () => ({ path: "/v1.0/account/connectors" }),
  "GET /v1.0/templates": async () => ({ path: "/v1.0/templates" }),
  "POST /v1.0/templates/{id}/install": async (scene) => ({
    path: `/v1.0/templates/${(await makeTemplate(scene.t.db)).id}/install`,
    body: { Name: "Orders" },
  }),
  "GET /v1.0/cycles": async () => ({ path: "/v1.0/cycles" }),
  "POST /v1.0/cycles": async () => ({ path: "/v1.0/cycles", body: cycleBody }),
  "GET /v1.0/cycles/{id}": async (scene) => ({ path: await cycle(scene) }),
  "PUT /v1.0/cycles/{id}": async (scene) => ({
    path: await cycle(scene),
    body: { ...cycleBody, Version: 1 },
  }),
  "DELETE /v1.0/cycles/{id}": async (scene) => ({ path: await cycle(scene) }),
  "PUT /v1.0/cycles/{id}/activate": async (scene) => ({ path: `${await cycle(scene)}/activate` }),
  "PUT /v1.0/cycles/{id}/deactivate": async (scene) => ({ path: `${await cycle(scene)}/deactivate` }),
};

const cycleBody = {
  Name: "Orders",
  Description: "Each night",
  Steps: [
    { Name: "Read", Connector: "Shop", Method: "List", Values: [{ Name: "Since", Value: "yesterday" }] },
  ],
};

const values = {
  AuthenticationId: "main",
  AuthValue: "pk-live-1",
  Properties: [{ Name: "Url", Value: "https://shop.example" }],
};

function connector({ t }: ApiScene) {
  const properties = [{ name: "Url", label: "Address", required: true }];
  return makeConnector(t.db, { authentication: "apiKey", properties });
}

async function deployment(scene: ApiScene) {
  const name = `Marketplace ${randomUUID()}`;
  const { id } = await scene.t.db.marketplace.create({ data: { name, nameKey: name } });
  const { name: Name, version: Version } = await connector(scene);
  return {
    MarketplaceId: id,
    AccountName: "Good Ltd",
    AccountDescription: "A customer",
    InlineOAuth: false,
    CompleteParameter: "order 7",
    ConnectorAuthentications: [{ Name, Version, ...values }],
  };
}

async function cycle({ t, client, account }: ApiScene): Promise<string> {
  const ctx = { ...t.app, actor: clientActor(client) };
  const { id } = await createCycle(ctx, { accountId: account.id, name: "Before" });
  return `/v1.0/cycles/${id}`;
}

import { randomUUID } from "node:crypto";
import { installConnector } from "../../../src/core/connectors/install-connector.ts";
import { createCycle } from "../../../src/core/cycles/adjust-cycle.ts";
import { clientActor, makeConnector, makeTemplate } from "../../support/account-scene.ts";
import type { RequestStatus } from "../../../src/core/generated/prisma/client.ts";
import { makeAccount } from "../../support/factories.ts";
import { testWebhook } from "../../../src/core/webhooks/deliveries.ts";
import { createWebhook } from "../../../src/core/webhooks/webhooks.ts";
import type { ApiScene } from "./api-scene.ts";
import { account, member, partnerRequests } from "./partner-requests.ts";

export interface GoodRequest {
  path: string;
  body?: unknown;
  /** A call about the whole Partner that opens the Account for somebody: it is refused while the Account is suspended. */
  opensAccount?: boolean;
}

/** For every call but the token's, a request that succeeds: what is refused is refused for what was changed in it. */
export const goodRequests: Record<string, (scene: ApiScene) => Promise<GoodRequest>> = {
  "POST /v1.0/users/marketplace": async (scene) => ({
    path: "/v1.0/users/marketplace",
    opensAccount: true,
    body: {
      ...(await deployment(scene)),
      Username: `good.${randomUUID()}`,
      Password: "seven quiet herons",
      AccountId: scene.account.apiId,
    },
  }),
  "POST /v1.0/accounts/{id}/marketplace": async (scene) => ({
    path: `/v1.0/accounts/${scene.account.apiId}/marketplace`,
    opensAccount: true,
    body: await deployment(scene),
  }),
  "GET /v1.0/requests": async () => ({ path: "/v1.0/requests" }),
  "GET /v1.0/requests/{id}": async (scene) => ({ path: `/v1.0/requests/${await waitingRequest(scene)}` }),
  "POST /v1.0/requests/{id}/retry": async (scene) => ({
    path: `/v1.0/requests/${await waitingRequest(scene, "failed")}/retry`,
  }),
  "POST /v1.0/requests/{id}/cancel": async (scene) => ({
    path: `/v1.0/requests/${await waitingRequest(scene)}/cancel`,
  }),
  "GET /v1.0/accounts": async () => ({ path: "/v1.0/accounts" }),
  "POST /v1.0/accounts": async () => ({
    path: "/v1.0/accounts",
    body: {
      Id: `made-${randomUUID()}`,
      Name: "Made Ltd",
      Description: "A customer",
      ExternalId: `crm-${randomUUID()}`,
      ...runFields,
    },
  }),
  "GET /v1.0/accounts/{id}": async (scene) => ({ path: account(scene) }),
  ...partnerRequests,
  "PUT /v1.0/accounts/{id}": async (scene) => ({
    path: account(scene),
    body: { Name: "Renamed Ltd", Description: "Another", ExternalId: `crm-${randomUUID()}`, ...runFields },
  }),
  "DELETE /v1.0/accounts/{id}": async (scene) => ({
    path: `/v1.0/accounts/${(await makeAccount(scene.t.db)).apiId}`,
    body: {},
  }),
  "GET /v1.0/accounts/{id}/subaccounts": async (scene) => ({ path: `${account(scene)}/subaccounts` }),
  "GET /v1.0/accounts/{id}/usage": async (scene) => ({ path: `${account(scene)}/usage` }),
  "GET /v1.0/accounts/{id}/users": async (scene) => ({ path: `${account(scene)}/users` }),
  "PUT /v1.0/accounts/{id}/users": async (scene) => ({
    path: `${account(scene)}/users`,
    body: { UserName: (await member(scene)).username },
  }),
  "DELETE /v1.0/accounts/{id}/users": async (scene) => ({
    path: `${account(scene)}/users`,
    body: { UserName: (await member(scene)).username },
  }),
  "POST /v1.0/accounts/{id}/signintoken": async (scene) => ({
    path: `${account(scene)}/signintoken`,
    opensAccount: true,
    body: { Username: (await member(scene)).username },
  }),
  "PUT /v1.0/users": async (scene) => ({
    path: "/v1.0/users",
    body: { UserName: (await member(scene)).username, Password: "seven quiet herons" },
  }),
  "GET /v1.0/connectors": async () => ({ path: "/v1.0/connectors" }),
  "GET /v1.0/connectors/{id}": async (scene) => ({
    path: `/v1.0/connectors/${(await connector(scene)).number}`,
  }),
  "GET /v1.0/connectors/{id}/methods": async (scene) => ({
    path: `/v1.0/connectors/${(await connector(scene)).name}/methods`,
  }),
  "GET /v1.0/connectors/{id}/{version}": async (scene) => ({
    path: `/v1.0/connectors/${(await connector(scene)).name}/1.0`,
  }),
  "POST /v1.0/connectors/{id}/install": async (scene) => ({
    path: `/v1.0/connectors/${(await connector(scene)).name}/install`,
    body: { Name: "Shop", Description: "Ours", ...values },
  }),
  "GET /v1.0/account/connectors": async () => ({ path: "/v1.0/account/connectors" }),
  "GET /v1.0/account/connectors/{id}": async (scene) => ({ path: await installed(scene) }),
  "PUT /v1.0/account/connectors/{id}": async (scene) => ({
    path: await installed(scene),
    body: { Name: "Shop 2", Description: "Theirs", ...values },
  }),
  "DELETE /v1.0/account/connectors/{id}": async (scene) => ({ path: await installed(scene) }),
  "PUT /v1.0/account/connectors/{id}/deauthenticate": async (scene) => ({
    path: `${await installed(scene)}/deauthenticate`,
  }),
  "GET /v1.0/account/connectors/{id}/properties": async (scene) => ({
    path: `${await installed(scene)}/properties`,
  }),
  "POST /v1.0/account/connectors/{id}/properties": async (scene) => ({
    path: `${await installed(scene)}/properties`,
    body: { Name: "Url", Value: "https://other.example" },
  }),
  "GET /v1.0/account/connectors/{id}/properties/{propertyId}": async (scene) => ({
    path: `${await installed(scene)}/properties/1`,
  }),
  "PUT /v1.0/account/connectors/{id}/properties/{propertyId}": async (scene) => ({
    path: `${await installed(scene)}/properties/Url`,
    body: { Value: "https://other.example" },
  }),
  "DELETE /v1.0/account/connectors/{id}/properties/{propertyId}": async (scene) => ({
    path: `${await installed(scene)}/properties/1`,
  }),
  "GET /v1.0/templates/{id}": async (scene) => ({
    path: `/v1.0/templates/${(await makeTemplate(scene.t.db)).id}`,
  }),
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
  "PUT /v1.0/cycles/{id}/activate": async (scene) => ({
    path: `${await cycle(scene)}/activate`,
    body: { StartTime: "2026-12-01T08:00:00Z", Interval: 15, RunOnce: false },
  }),
  "PUT /v1.0/cycles/{id}/deactivate": async (scene) => ({ path: `${await cycle(scene)}/deactivate` }),
  "GET /v1.0/event-types": async () => ({ path: "/v1.0/event-types" }),
  "GET /v1.0/webhooks": async () => ({ path: "/v1.0/webhooks" }),
  "POST /v1.0/webhooks": async ({ t }) => {
    await t.db.webhook.deleteMany();
    return { path: "/v1.0/webhooks", body: webhookBody };
  },
  "GET /v1.0/webhooks/{id}": async (scene) => ({ path: `/v1.0/webhooks/${await webhook(scene)}` }),
  "PUT /v1.0/webhooks/{id}": async (scene) => ({
    path: `/v1.0/webhooks/${await webhook(scene)}`,
    body: { ...webhookBody, Enabled: false },
  }),
  "DELETE /v1.0/webhooks/{id}": async (scene) => ({ path: `/v1.0/webhooks/${await webhook(scene)}` }),
  "POST /v1.0/webhooks/{id}/rotate-secret": async (scene) => ({
    path: `/v1.0/webhooks/${await webhook(scene)}/rotate-secret`,
  }),
  "POST /v1.0/webhooks/{id}/test": async (scene) => ({ path: `/v1.0/webhooks/${await webhook(scene)}/test` }),
  "GET /v1.0/webhooks/{id}/deliveries": async (scene) => ({
    path: (await delivery(scene)).replace(/\/[^/]+$/u, ""),
  }),
  "POST /v1.0/webhooks/{id}/deliveries/{deliveryId}/resend": async (scene) => ({
    path: `${await delivery(scene)}/resend`,
  }),
};

const webhookBody = {
  Url: "https://hooks.acme.example/cyclr",
  Description: "Orders",
  EventTypes: ["user-created", "user-deleted"],
  Enabled: true,
};

/** A fresh webhook, alone: there cannot be many. */
async function webhook({ t, client }: ApiScene): Promise<string> {
  await t.db.webhook.deleteMany();
  const ctx = { ...t.app, actor: clientActor(client) };
  const made = await createWebhook(ctx, { url: webhookBody.Url });
  return made.webhook.id;
}

async function delivery(scene: ApiScene): Promise<string> {
  const { t, client } = scene;
  const id = await webhook(scene);
  const made = await testWebhook({ ...t.app, actor: clientActor(client) }, id);
  return `/v1.0/webhooks/${id}/deliveries/${made.id}`;
}

const runFields = {
  AuditInfo: "Contract 7",
  TaskAuditInfo: "Tasks 7",
  Timezone: "Europe/London",
  NextBillDateUtc: "2027-01-01T00:00:00Z",
  StepDataSuccessRetentionHours: 24,
  StepDataErroredRetentionHours: 48,
  TransactionErrorWebhookEnabled: true,
  TransactionErrorWebhookUrl: "hooks.acme.example/errors",
  TransactionErrorWebhookIncludeWarnings: false,
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

async function installed(scene: ApiScene): Promise<string> {
  const { t, client, account } = scene;
  const ctx = { ...t.app, actor: clientActor(client) };
  const given = { authValue: "pk-live-1", properties: [{ name: "Url", value: "https://shop.example" }] };
  const { name } = await connector(scene);
  const { number } = await installConnector(ctx, { accountId: account.id, connector: name, ...given });
  return `/v1.0/account/connectors/${number}`;
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

/** A removal that the scene's client has asked for, about its Account. */
async function waitingRequest(scene: ApiScene, status: RequestStatus = "awaitingApproval"): Promise<string> {
  const { username, id: userId } = await member(scene);
  const accountId = scene.account.id;
  const { id } = await scene.t.db.request.create({
    data: {
      kind: "remove-user",
      input: { userId, accountId },
      status,
      apiClientId: scene.client.id,
      accountId,
      needs: "users:manage",
      what: `the removal of ${username}`,
      approvalsNeeded: 1,
      approverNeeds: "users:manage",
      ...(status === "failed" && { trouble: "It did not work.", finishedAt: scene.t.clock.now() }),
    },
  });
  return id;
}

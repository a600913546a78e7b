import { z } from "@hono/zod-openapi";
import { refuseSuspended } from "../../core/api-clients/enter-by-api-id.ts";
import { checkInput } from "../../core/kernel/text/check-input.ts";
import type { ApiClientActor, Context } from "../../core/context.ts";
import { connectorAuthentication, type DeployAs } from "../../core/marketplaces/deploy-user.ts";
import { unlessUnapproved } from "../../core/kernel/levels/work-in-account.ts";
import { deployForUrl } from "../../core/marketplaces/deploy-marketplace.ts";
import { type Answered, partnerRoute } from "../http/api-route.ts";
import { flag, jsonObject, oneOrMany, text, wholeNumber } from "../http/json-schemas.ts";
import { connectorValuesJson, readConnectorValues } from "../connectors/connector-json.ts";
import { limitGuesses } from "../http/limit-guesses.ts";
import { idInPath } from "../http/id-in-path.ts";

const connector = jsonObject({ Name: text, Version: text.nullish(), ...connectorValuesJson });

/** What both ways to deploy a Marketplace take. */
export const deploymentJson = {
  MarketplaceId: wholeNumber(z.int().min(1).max(2_147_483_647)),
  AccountName: text.nullish(),
  AccountDescription: text.nullish(),
  InlineOAuth: flag.nullish(),
  CompleteParameter: text.max(2000).nullish(),
  /** The older form: one connector, and only where the Account is made by it. */
  PartnerConnector: connector.nullish(),
  ConnectorAuthentications: oneOrMany(z.array(connector).max(50)).nullish(),
};

type Sent = z.output<z.ZodObject<typeof deploymentJson>>;

export const deploymentAnswer = z
  .strictObject({
    MarketplaceUrl: z.url(),
    AccountId: z.string(),
    Token: z.string(),
    ExpiresAtUtc: z.iso.datetime(),
  })
  .openapi("Deployment");

const authentications = z.object({
  connectorAuthentications: z.array(connectorAuthentication),
  partnerConnector: connectorAuthentication.nullish(),
});

const readAuthentication = (one: z.output<typeof connector>) => ({
  name: one.Name,
  version: one.Version,
  ...readConnectorValues(one),
});

export async function answerDeployment(
  ctx: Context<ApiClientActor>,
  sent: Sent,
  { apiId, user }: { apiId: string; user: DeployAs },
): Promise<Answered<z.input<typeof deploymentAnswer>>> {
  await refuseSuspended(ctx, { apiId, attempted: "marketplace" });
  const { connectorAuthentications, partnerConnector } = checkInput(authentications, {
    connectorAuthentications: (sent.ConnectorAuthentications ?? []).map(readAuthentication),
    partnerConnector: sent.PartnerConnector && readAuthentication(sent.PartnerConnector),
  });
  const deploy = {
    marketplaceId: sent.MarketplaceId,
    account: { apiId, name: sent.AccountName, description: sent.AccountDescription },
    user,
    authentications: connectorAuthentications,
    whereMade: partnerConnector ?? undefined,
    inlineOAuth: sent.InlineOAuth ?? false,
    completeParameter: sent.CompleteParameter ?? null,
    requestId: null,
  };
  const deployed = await unlessUnapproved(ctx, "marketplace", () => deployForUrl(ctx, deploy));
  return {
    body: {
      // Whoever says so has authorised OAuth connectors elsewhere; the vendor marks the address.
      MarketplaceUrl: `${deployed.marketplaceUrl}${sent.InlineOAuth === false ? "&inline=false" : ""}`,
      AccountId: deployed.account.apiId,
      Token: deployed.token,
      ExpiresAtUtc: deployed.expiresAt.toISOString(),
    },
    linkToken: deployed.token,
  };
}

const formerIdDiffers = {
  differs:
    "an Account that is made under an Id that another has had answers 403 approval-needed, as POST /v1.0/accounts does",
};

export const deployForAccount = partnerRoute(
  {
    method: "post",
    path: "/v1.0/accounts/{id}/marketplace",
    tag: "Marketplaces",
    needs: "marketplaces:edit",
    operationId: "deployForAccount",
    vendor: formerIdDiffers,
    summary: "Open a Marketplace for an Account, which is made where its API ID is unknown",
    params: idInPath,
    body: jsonObject(deploymentJson).openapi("AccountDeployment"),
    answer: deploymentAnswer,
  },
  ({ ctx, params, body }) => answerDeployment(ctx, body, { apiId: params.id, user: { kind: "api-user" } }),
);

const body = jsonObject({
  ...deploymentJson,
  Username: text,
  Password: text,
  AccountId: text.min(1, "Enter an API ID."),
}).openapi("UserDeployment");

export const deployForUser = partnerRoute(
  {
    method: "post",
    path: "/v1.0/users/marketplace",
    tag: "Marketplaces",
    needs: "marketplaces:edit",
    operationId: "deployForUser",
    limited: true,
    vendor: formerIdDiffers,
    summary: "Open a Marketplace for a User of an Account; either is made where it is unknown",
    body,
    answer: deploymentAnswer,
  },
  async ({ c, ctx, body }) => {
    const { Username: username, Password: password, AccountId: apiId, ...deployment } = body;
    await limitGuesses(c, username);
    return answerDeployment(ctx, deployment, { apiId, user: { kind: "credentials", username, password } });
  },
);

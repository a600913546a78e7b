import { z } from "@hono/zod-openapi";
import { refuseSuspended } from "../../core/api-clients/enter-by-api-id.ts";
import { checkInput } from "../../core/check-input.ts";
import type { ApiClientActor, Context } from "../../core/context.ts";
import { connectorAuthentication, type DeployAs } from "../../core/marketplaces/deploy.ts";
import { deployForUrl } from "../../core/marketplaces/deploy-for-url.ts";
import type { Answered } from "./api-route.ts";
import { connectorValuesJson, readConnectorValues } from "./json/connector-values-json.ts";
import { jsonObject, text } from "./json-object.ts";

const connector = jsonObject({ Name: text, Version: text.nullish(), ...connectorValuesJson });

/** What both ways to deploy a Marketplace take. */
export const deploymentJson = {
  MarketplaceId: z.int().min(1).max(2_147_483_647),
  AccountName: text.nullish(),
  AccountDescription: text.nullish(),
  InlineOAuth: z.boolean().nullish(),
  CompleteParameter: text.max(2000).nullish(),
  ConnectorAuthentications: z.array(connector).max(50).nullish(),
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

const authentications = z.object({ connectorAuthentications: z.array(connectorAuthentication) });

export async function answerDeployment(
  ctx: Context<ApiClientActor>,
  sent: Sent,
  { apiId, user }: { apiId: string; user: DeployAs },
): Promise<Answered<z.input<typeof deploymentAnswer>>> {
  await refuseSuspended(ctx, { apiId, attempted: "marketplace" });
  const { connectorAuthentications } = checkInput(authentications, {
    connectorAuthentications: (sent.ConnectorAuthentications ?? []).map((one) => ({
      name: one.Name,
      version: one.Version,
      ...readConnectorValues(one),
    })),
  });
  const deployed = await deployForUrl(ctx, {
    marketplaceId: sent.MarketplaceId,
    account: { apiId, name: sent.AccountName, description: sent.AccountDescription },
    user,
    authentications: connectorAuthentications,
    inlineOAuth: sent.InlineOAuth ?? false,
    completeParameter: sent.CompleteParameter ?? null,
    requestId: null,
  });
  return {
    body: {
      MarketplaceUrl: deployed.marketplaceUrl,
      AccountId: deployed.account.apiId,
      Token: deployed.token,
      ExpiresAtUtc: deployed.expiresAt.toISOString(),
    },
  };
}

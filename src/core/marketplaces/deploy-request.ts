import { z } from "zod";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import { applyOnce } from "../requests/apply-once.ts";
import { defineRequest } from "../requests/define-request.ts";
import type { RequestRow } from "../requests/request-kind.ts";
import { issuePasswordLink } from "../users/password-link.ts";
import { sendPasswordLink } from "../users/send-password-link.ts";
import { dropValues, takenValues } from "../values/taken-values.ts";
import { connectorFields } from "./connector-fields.ts";
import { type ConnectorAuthentication, connectorAuthentication } from "./deploy.ts";
import { deployIn, recordDeployment } from "./deploy-marketplace.ts";
import { deployRequestCard } from "./deploy-request-card.ts";
import { type DeployRequestInput, deployRequestInput } from "./deploy-request-input.ts";
import { loadConnectors, planDeployment } from "./plan-deployment.ts";

/** Deploys a Marketplace for an Account, or for one User of it, from the chat; values come by a page. */
export const deployMarketplaceRequest = defineRequest({
  kind: "deploy-marketplace",
  input: deployRequestInput,
  needs: "marketplaces:edit",
  plan: planDeployment,

  async run(ctx, request, input) {
    const authentications = request.appliedAt ? [] : await authenticationsOf(ctx, request, input);
    const outcome = await applyOnce(ctx, request, (tx) => deploy(ctx, tx, request, input, authentications));
    await sendPasswordLink(ctx, request);
    return outcome;
  },

  card: deployRequestCard,
});

/** What the page took; a Connector that asks for nothing is installed as it is. */
async function authenticationsOf(
  ctx: Context,
  request: RequestRow,
  { connectorIds, inlineOAuth }: DeployRequestInput,
): Promise<ConnectorAuthentication[]> {
  const connectors = await loadConnectors(ctx.db, connectorIds);
  const taken = await takenValues(ctx, request.id);
  if (taken === undefined && connectorFields(connectors, inlineOAuth).length > 0)
    throw new DomainError(
      "expired",
      "The values that were given are not kept any more. Send the command once more.",
    );
  if (taken !== undefined) return z.array(connectorAuthentication).parse(taken);
  return connectors.map(({ name, version }) => ({ name, version, authValue: null, properties: [] }));
}

async function deploy(
  ctx: Context<ConsoleUserActor>,
  tx: Transaction,
  request: RequestRow,
  input: DeployRequestInput,
  authentications: ConnectorAuthentication[],
): Promise<"deployed"> {
  const { deployed, entries } = await deployIn(ctx, tx, { ...input, authentications, requestId: request.id });
  const { account, user, created } = deployed;
  await tx.request.update({
    where: { id: request.id },
    data: { accountId: account.id },
    select: { id: true },
  });
  if (created.user && user.email)
    await issuePasswordLink(ctx, tx, { userId: user.id, requestId: request.id });
  await dropValues(tx, request.id);
  await recordDeployment(ctx, tx, deployed, entries);
  return "deployed";
}

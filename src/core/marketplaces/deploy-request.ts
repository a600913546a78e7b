import { z } from "zod";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import { transactShowing } from "../kernel/requests/transact-showing.ts";
import { applyOnce, holdApproval } from "../kernel/requests/require-approved.ts";
import { defineRequest, type RequestRow } from "../kernel/requests/request-kind.ts";
import { issuePasswordLink, sendPasswordLink } from "../users/forgotten-password-mailing.ts";
import { dropValues, takenValues } from "../values/taken-values.ts";
import { connectorFields } from "./connector-fields.ts";
import { type ConnectorAuthentication, connectorAuthentication } from "./deploy-user.ts";
import { deployIn, recordDeployment, requireFreeForDeployment } from "./deploy-marketplace.ts";
import { deployRequestCard } from "./deploy-request-card.ts";
import { type DeployRequestInput, deployRequestInput } from "./deploy-request-input.ts";
import { loadConnectors, planDeployment } from "./plan-deployment.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import { after as later, days } from "../kernel/time/clock.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { requirePermission, requirePermissionNow } from "../kernel/access/require-access-change.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import { loadForRequester } from "../kernel/requests/load-open-approval.ts";
import { issueSignInToken, marketplacePath } from "../kernel/links/use-sign-in-token.ts";
import { holdFormerApiId } from "../accounts/create-account.ts";
import { hint } from "../kernel/text/command-hint.ts";

/** Deploys a Marketplace for an Account, or for one User of it, from the chat; values come by a page. */
export const deployMarketplaceRequest = defineRequest({
  kind: "deploy-marketplace",
  input: deployRequestInput,
  needs: "marketplaces:edit",
  undo: "What it installed stays in the Account; an Administrator there can stop its cycles.",
  plan: planDeployment,

  async run(ctx, request, input) {
    if (!request.appliedAt) await requireFreeForDeployment(ctx, input.account);
    const authentications = request.appliedAt ? [] : await authenticationsOf(ctx, request, input);
    const outcome = await applyOnce(ctx, request, (tx, after) =>
      deploy(ctx, tx, after, { request, input, authentications }),
    );
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
    throw new DomainError("expired", "The values are no longer kept. Send the command again.");
  if (taken !== undefined) return z.array(connectorAuthentication).parse(taken);
  return connectors.map(({ name, version }) => ({ name, version, authValue: null, properties: [] }));
}

interface Deploying {
  request: RequestRow;
  input: DeployRequestInput;
  authentications: ConnectorAuthentication[];
}

async function deploy(
  ctx: Context<ConsoleUserActor>,
  tx: Transaction,
  after: After,
  { request, input, authentications }: Deploying,
): Promise<"deployed"> {
  // What was asked for, and approved, is a new one: whose API ID that is by now, nobody meant.
  const account = "accountId" in input.account ? input.account : { ...input.account, isNew: true };
  const deploy = { ...input, account, authentications, requestId: request.id };
  const { deployed, entries } = await deployIn(ctx, tx, after, deploy);
  const { user, created } = deployed;
  if (created.account) await holdFormerApiId(ctx, tx, request, deployed.account);
  await tx.request.update({
    where: { id: request.id },
    data: { accountId: deployed.account.id },
    select: { id: true },
  });
  if (created.user && user.email)
    await issuePasswordLink(ctx, tx, { userId: user.id, requestId: request.id });
  await dropValues(tx, request.id);
  await recordDeployment(ctx, tx, deployed, entries);
  return "deployed";
}

/** For how long after a deployment its requester can have sign-in links. */
const signInLinkFor = days(1);

interface ShownSignInLink {
  url: string;
  username: string;
  account: string;
  expiresAt: Date;
}

/**
 * A fresh sign-in link of a deployment, for whoever asked for it alone: it lets its bearer act as that User. Throws
 * forbidden, not-found, conflict and expired.
 */
export async function showSignInLink(
  ctx: Context<ConsoleUserActor>,
  requestId: string,
): Promise<ShownSignInLink> {
  const request = await loadForRequester(ctx, requestId);
  await requirePermission(ctx, deployMarketplaceRequest.needs, "sign-in-link");
  if (request.status !== "done")
    throw new DomainError("conflict", "It is not done yet. Press the button again when its card says so.");
  if ((request.finishedAt ?? request.createdAt) <= later(ctx.clock(), -signInLinkFor))
    throw new DomainError("expired", `This is more than a day old. ${hint("marketplace")} deploys it again.`);
  const { needs } = deployMarketplaceRequest;
  const advice = `Nothing was made. ${hint("marketplace")} deploys it again, and asks for the approval that it needs.`;
  return transactShowing(ctx, { request, attempted: "sign-in-link", advice }, async (tx) => {
    const deployment = await tx.deployment.findFirst({
      where: { requestId },
      include: { user: { include: { memberships: true } }, account: true },
    });
    if (!deployment?.user)
      throw new DomainError("not-found", "The deployment no longer exists. Nothing was made.");
    const { user, account, marketplaceId, id: deploymentId } = deployment;
    await holdApproval(ctx, tx, request, { accountId: account.id });
    await requirePermissionNow(tx, ctx.actor, needs);
    const membership = user.memberships.find(({ accountId }) => accountId === account.id);
    if (account.suspendedAt || !membership || membership.suspendedAt)
      throw new DomainError(
        "conflict",
        `${user.username} cannot open ${accountLabel(account)} at the moment.`,
      );
    const about = { user, account, deploymentId, returnUrl: marketplacePath(marketplaceId) };
    const { url, expiresAt, entry } = await issueSignInToken(ctx, tx, about);
    await recordAudit(tx, ctx, { ...entry, requestId });
    return { url, username: user.username, account: accountLabel(account), expiresAt };
  });
}

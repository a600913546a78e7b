import { accountLabel } from "../accounts/account-name.ts";
import { type AuditEntry, recordAudit } from "../audit/record-audit.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Account, Connector, Deployment, Marketplace, User } from "../generated/prisma/client.ts";
import { Trouble } from "../trouble.ts";
import { isUniqueViolation } from "../unique-violation.ts";
import { checkCredentials, type Credentials, LostRace } from "./check-credentials.ts";
import type { Deploy } from "./deploy.ts";
import { deployAccount } from "./deploy-account.ts";
import { deployConnectors } from "./deploy-connectors.ts";
import { deployUser } from "./deploy-user.ts";

export interface Deployed {
  deployment: Deployment;
  marketplace: Marketplace;
  account: Account;
  user: User;
  connectors: Connector[];
  created: { account: boolean; user: boolean; membership: boolean };
}

const triesAtMost = 4;

/**
 * Opens a Marketplace for an Account, or for one User of it: whatever of it does not exist is made, in one transaction,
 * in which `also` takes part. Fields of a DomainError are those of `Deploy`, with connectorAuthentications[0].name and so on.
 */
export async function deployMarketplace<Also = undefined>(
  ctx: Context,
  deploy: Deploy,
  also?: (tx: Transaction, deployed: Deployed) => Promise<{ result: Also; entries: AuditEntry[] }>,
): Promise<Deployed & { also: Also }> {
  for (let tries = 1; ; tries += 1) {
    const credentials = await credentialsFor(ctx, deploy);
    try {
      return await ctx.db.$transaction(async (tx) => {
        const { deployed, entries } = await deployIn(ctx, tx, deploy, credentials);
        const more = await also?.(tx, deployed);
        await recordDeployment(ctx, tx, deployed, [...entries, ...(more?.entries ?? [])]);
        return { ...deployed, also: more?.result as Also };
      });
    } catch (error) {
      // Another deployment made the same Account or User first: then that is the one to use.
      if (!(error instanceof LostRace || isUniqueViolation(error))) throw error;
      if (tries === triesAtMost) throw lostRace(error);
    }
  }
}

/** What has to be known before the transaction. */
export async function credentialsFor(ctx: Context, { user }: Deploy): Promise<Credentials | undefined> {
  return user.kind === "credentials" ? checkCredentials(ctx, user) : undefined;
}

/** The deployment itself, in a transaction of the caller's, who records its audit entries last. */
export async function deployIn(
  ctx: Context,
  tx: Transaction,
  deploy: Deploy,
  credentials?: Credentials,
): Promise<{ deployed: Deployed; entries: AuditEntry[] }> {
  const { marketplaceId, inlineOAuth, completeParameter, requestId } = deploy;
  const marketplace = await tx.marketplace.findUnique({ where: { id: marketplaceId } });
  if (!marketplace)
    throw new DomainError("not-found", `There is no Marketplace ${marketplaceId}.`, "marketplaceId");
  const { account, ...forAccount } = await deployAccount(ctx, tx, deploy.account);
  const { user, ...forUser } = await deployUser(ctx, tx, account, deploy.user, credentials);
  const { connectors, ...forConnectors } = await deployConnectors(ctx, tx, { account, user }, deploy);
  const deployment = await tx.deployment.create({
    data: {
      marketplaceId,
      accountId: account.id,
      userId: user.id,
      requestId,
      inlineOAuth,
      completeParameter,
      createdAt: ctx.clock(),
    },
  });
  const created = { account: forAccount.created, user: forUser.created, membership: forUser.joined };
  const deployed = { deployment, marketplace, account, user, connectors, created };
  return { deployed, entries: [...forAccount.entries, ...forUser.entries, ...forConnectors.entries] };
}

export async function recordDeployment(
  ctx: Context,
  tx: Transaction,
  { deployment, marketplace, account, user }: Deployed,
  entries: AuditEntry[],
): Promise<void> {
  const request = deployment.requestId ? { requestId: deployment.requestId } : {};
  for (const entry of entries) await recordAudit(tx, ctx, { ...entry, ...request });
  await recordAudit(tx, ctx, {
    action: "marketplace-deployed",
    subject: { kind: "marketplace", id: String(marketplace.id), name: marketplace.name },
    accountId: account.id,
    ...request,
    after: { account: accountLabel(account), user: user.username },
  });
}

function lostRace(cause: unknown): Trouble {
  const sentence = "Somebody else changed the same thing at the same moment.";
  return new Trouble(sentence, { passing: true, reason: "lost-race", cause });
}

import { accountLabel, accountNames } from "../kernel/names/account-name.ts";
import { type AuditEntry, recordAudit } from "../kernel/audit/record-audit.ts";
import type { Context } from "../context.ts";
import type { Transaction, Database } from "../kernel/database.ts";
import { DomainError, type Fault, refuseFaults } from "../kernel/errors.ts";
import type { Account, Connector, Deployment, Marketplace, User } from "../generated/prisma/client.ts";
import { retryLostRace } from "../kernel/lost-race.ts";
import {
  checkCredentials,
  type Credentials,
  checkField,
  type Deploy,
  type DeployFor,
  type ConnectorAuthentication,
  deployUser,
  requireOnTheWay,
} from "./deploy-user.ts";
import { randomUUID } from "node:crypto";
import { isFormerApiId } from "../accounts/accounts-of-partner.ts";
import {
  accountApiId,
  accountDescription,
  accountName,
  createAccountRequest,
} from "../accounts/create-account.ts";
import { createInCloud } from "../accounts/account-in-cloud.ts";
import { requireFreeInCloud } from "../kernel/cloud/ask-cloud.ts";
import { type After, transact } from "../kernel/outbox/transact.ts";
import { lockAccount } from "../kernel/levels/load-account.ts";
import { refuseUnapproved } from "../kernel/requests/refuse-unapproved.ts";
import { identityKey } from "../kernel/text/identity-key.ts";
import {
  findConnector,
  installValues,
  namedProperties,
  type ConnectorValues,
  valueFaults,
} from "../connectors/connector-values.ts";
import { issueSignInToken, marketplacePath } from "../kernel/links/use-sign-in-token.ts";

export interface Deployed {
  deployment: Deployment;
  marketplace: Marketplace;
  account: Account;
  user: User;
  connectors: Connector[];
  created: { account: boolean; user: boolean; membership: boolean };
}

/**
 * Opens a Marketplace for an Account, or for one User of it: whatever of it does not exist is made, in one transaction,
 * in which `also` takes part. Fields of a DomainError are those of `Deploy`, with connectorAuthentications[0].name and so on.
 */
export async function deployMarketplace<Also = undefined>(
  ctx: Context,
  deploy: Deploy,
  also?: (tx: Transaction, deployed: Deployed) => Promise<{ result: Also; entries: AuditEntry[] }>,
): Promise<Deployed & { also: Also }> {
  // Another deployment may make the same Account or User first: then that is the one to use.
  return retryLostRace(async () => {
    const credentials = await credentialsFor(ctx, deploy);
    await requireFreeForDeployment(ctx, deploy.account);
    return transact(ctx, async (tx, after) => {
      const { deployed, entries } = await deployIn(ctx, tx, after, deploy, credentials);
      const more = await also?.(tx, deployed);
      await recordDeployment(ctx, tx, deployed, [...entries, ...(more?.entries ?? [])]);
      return { ...deployed, also: more?.result as Also };
    });
  });
}

/** Throws conflict where it would make an Account whose API ID the cloud has. It is asked before the transaction. */
export async function requireFreeForDeployment(ctx: Context, given: DeployFor): Promise<void> {
  if (!ctx.cloud || !("apiId" in given) || !given.apiId || (await byApiId(ctx.db, given.apiId))) return;
  await requireFreeInCloud(ctx, given.apiId);
}

/** What has to be known before the transaction. */
export async function credentialsFor(ctx: Context, { user }: Deploy): Promise<Credentials | undefined> {
  return user.kind === "credentials" ? checkCredentials(ctx, user) : undefined;
}

/** The deployment itself, in a transaction of the caller's, who records its audit entries last. */
export async function deployIn(
  ctx: Context,
  tx: Transaction,
  after: After,
  deploy: Deploy,
  credentials?: Credentials,
): Promise<{ deployed: Deployed; entries: AuditEntry[] }> {
  const { marketplaceId, inlineOAuth, completeParameter, requestId } = deploy;
  const marketplace = await tx.marketplace.findUnique({ where: { id: marketplaceId } });
  if (!marketplace)
    throw new DomainError("not-found", `There is no Marketplace ${marketplaceId}.`, "marketplaceId");
  const { account, ...forAccount } = await deployAccount(ctx, tx, after, deploy);
  const { user, ...forUser } = await deployUser(ctx, tx, account, deploy.user, credentials);
  const given = { ...deploy, whereMade: forAccount.created ? deploy.whereMade : undefined };
  const { connectors, ...forConnectors } = await deployConnectors(ctx, tx, { account, user }, given);
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

interface DeployAccount {
  account: Account;
  created: boolean;
  entries: AuditEntry[];
}

/**
 * The Account of a deployment, held to the end of the transaction; made where its API ID is unknown. Throws forbidden, and
 * conflict where it was to be new.
 */
async function deployAccount(
  ctx: Context,
  tx: Transaction,
  after: After,
  { account: given, requestId }: Pick<Deploy, "account" | "requestId">,
): Promise<DeployAccount> {
  const known = "accountId" in given ? { id: given.accountId } : await byApiId(tx, given.apiId);
  if (!known) return create(ctx, tx, after, { given: given as NewAccount, requestId });
  if ("isNew" in given && given.isNew) throw takenMeanwhile(given);
  const account = await lockAccount(tx, known.id);
  if (account.suspendedAt) {
    const sentence = `${accountLabel(account)} is suspended. Nothing was deployed.`;
    throw new DomainError("forbidden", sentence, "accountId");
  }
  return { account, created: false, entries: [] };
}

function takenMeanwhile({ apiId }: NewAccount): DomainError {
  const sentence = `The API ID ${apiId} was free when this was requested, but another Account has it now.`;
  return new DomainError(
    "conflict",
    `${sentence} Nothing was deployed; send it again with another one.`,
    "apiId",
  );
}

type NewAccount = Extract<DeployFor, { apiId: string }>;

function byApiId(tx: Database | Transaction, apiId: string): Promise<{ id: string } | null> {
  return tx.account.findUnique({ where: { apiIdKey: identityKey(apiId) }, select: { id: true } });
}

async function create(
  ctx: Context,
  tx: Transaction,
  after: After,
  { given, requestId }: { given: NewAccount; requestId: string | null },
): Promise<DeployAccount> {
  const { actor } = ctx;
  await requireOnTheWay(ctx, tx, "accounts:manage");
  const apiId = checkField(accountApiId, given.apiId || randomUUID(), "accountId");
  const name = checkField(accountName, given.name || apiId, "accountName");
  const description = checkField(accountDescription, given.description ?? "", "accountDescription");
  const account = await tx.account.create({
    data: { ...accountNames({ name, apiId }), description, createdAt: ctx.clock() },
  });
  // A request's own approvals are held by its run.
  if (actor.kind === "api-client") {
    const movesSignIn = await isFormerApiId({ ...ctx, actor }, tx, apiId, account.id);
    await refuseUnapproved(ctx, tx, { request: createAccountRequest, accountIds: [], movesSignIn });
  }
  await createInCloud(ctx, tx, after, { account, requestId });
  const entry: AuditEntry = {
    action: "account-created",
    subject: { kind: "account", id: account.id, name: accountLabel(account) },
    accountId: account.id,
    after: { name, apiId, description, parent: null },
  };
  return { account, created: true, entries: [entry] };
}

interface Matched {
  connector: Connector;
  values: ConnectorValues;
  authenticationId: string | null;
}

/** Installs the ConnectorAuthentications of a deployment as Account Connectors. Throws invalid, at the value that is wrong. */
async function deployConnectors(
  ctx: Context,
  tx: Transaction,
  { account, user }: { account: Account; user: User },
  deploy: Pick<Deploy, "authentications" | "inlineOAuth" | "whereMade">,
): Promise<{ connectors: Connector[]; entries: AuditEntry[] }> {
  const matched = await matchConnectors(tx, deploy);
  const entries: AuditEntry[] = [];
  for (const one of matched) {
    const install = { ...one, accountId: account.id, installedById: user.id };
    const { accountConnector, installed } = await installValues(ctx, tx, install);
    const { name, version } = one.connector;
    entries.push({
      action: installed ? "connector-installed" : "connector-authenticated",
      subject: { kind: "account-connector", id: accountConnector.id, name: accountConnector.name },
      accountId: account.id,
      after: { name, version, properties: one.values.properties.map((property) => property.name) },
    });
  }
  return { connectors: matched.map(({ connector }) => connector), entries };
}

/** The library's Connectors that were named. Throws invalid. */
async function matchConnectors(
  db: Database | Transaction,
  { authentications, inlineOAuth, whereMade }: Pick<Deploy, "authentications" | "inlineOAuth" | "whereMade">,
): Promise<Matched[]> {
  const matched: Matched[] = [];
  const faults: Fault[] = [];
  const all = authentications.map((given, at) => ({ given, field: `connectorAuthentications[${at}]` }));
  for (const { given, field } of [
    ...all,
    ...(whereMade ? [{ given: whereMade, field: "partnerConnector" }] : []),
  ]) {
    const connector = await named(db, given, field);
    const { authValue, authenticationId } = given;
    const properties = namedProperties(connector, given.properties);
    const found = valueFaults(connector, { authValue, properties }, { later: inlineOAuth });
    faults.push(...found.map((fault) => ({ ...fault, field: `${field}.${fault.field}` })));
    matched.push({
      connector,
      values: { authValue, properties },
      authenticationId: authenticationId || null,
    });
  }
  refuseFaults(faults);
  return matched;
}

/** As the library has it; what is wrong in a deployment is invalid at its own field. */
async function named(
  db: Database | Transaction,
  sought: ConnectorAuthentication,
  field: string,
): Promise<Connector> {
  try {
    return await findConnector(db, sought);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError("invalid", error.message, `${field}.${error.field ?? "name"}`);
  }
}

/** What a deployment answers to an application: a link for its user's browser, good once and for five minutes. */
interface MarketplaceUrl {
  marketplaceUrl: string;
  token: string;
  expiresAt: Date;
}

/** Deploys, and makes the link with it, in the same transaction. Throws ApprovalNeeded where the API ID was another Account's. */
export async function deployForUrl(ctx: Context, deploy: Deploy): Promise<Deployed & MarketplaceUrl> {
  const { also, ...deployed } = await deployMarketplace(ctx, deploy, async (tx, made) => {
    const { deployment, user, account, marketplace } = made;
    const returnUrl = marketplacePath(marketplace.id);
    const result = await issueSignInToken(ctx, tx, { user, account, deploymentId: deployment.id, returnUrl });
    return { result, entries: [result.entry] };
  });
  return { ...deployed, marketplaceUrl: also.url, token: also.token, expiresAt: also.expiresAt };
}

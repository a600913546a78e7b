import { formerApiId, formerHolder, formerHolderWords } from "../kernel/names/former-account-names.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import { loadAccount } from "../kernel/levels/load-account.ts";
import { requireFreeApiId } from "../accounts/create-account.ts";
import { requirePermission } from "../kernel/access/require-access-change.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Database, Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Account, Connector } from "../generated/prisma/client.ts";
import type { Plan } from "../kernel/requests/approval-policy.ts";
import { addressIn, addressKey, identityKey } from "../kernel/text/identity-key.ts";
import { keysOf } from "../users/handed-credentials.ts";
import { loadUser } from "../users/reset-password.ts";
import { requireFreeNames } from "../users/create-user.ts";
import { userLabel } from "../kernel/names/user-name.ts";
import { connectorFields } from "./connector-fields.ts";
import type { DeployRequestInput } from "./deploy-request-input.ts";
import { loadMarketplace, marketplaceLabel } from "./deploy-request-card.ts";
import { hint } from "../kernel/text/command-hint.ts";

const attempted = "marketplace";

/** What a deployment asked for in the chat would do. Throws forbidden, and at the field what cannot be. */
export async function planDeployment(
  ctx: Context<ConsoleUserActor>,
  input: DeployRequestInput,
): Promise<Plan> {
  const marketplace = await loadMarketplace(ctx.db, input.marketplaceId);
  const connectors = await loadConnectors(ctx.db, input.connectorIds);
  const account = await planAccount(ctx, input);
  const user = await planUser(ctx, input, account.known);
  const asked = connectorFields(connectors, input.inlineOAuth);
  const label = marketplaceLabel(marketplace);
  return {
    ...(account.known && { accountId: account.known.id }),
    beneficiaries: user.beneficiaries ?? [],
    movesSignIn: account.warnings && account.warnings.length > 0 ? formerApiId : undefined,
    dedupeKey: `deploy:${marketplace.id}:${account.key}:${user.key}`,
    what: `Marketplace ${label} for ${account.label}`,
    effects: [
      ...account.effects,
      ...user.effects,
      ...connectors.map(({ title }) => `The connector ${title} is installed in ${account.label}.`),
      `Marketplace ${label} is deployed for ${account.label}, as ${user.label}.`,
    ],
    warnings: [
      ...(account.warnings ?? []),
      ...(marketplace.cards.length === 0 ? [`Marketplace ${label} has no card yet: it offers nothing.`] : []),
      ...(asked.length > 0
        ? [`A page asks you for the values of ${asked.map(({ connector }) => connector.title).join(", ")}.`]
        : []),
    ],
    needsConfirmation: false,
    needsValues: asked.length > 0,
  };
}

interface Part {
  key: string;
  label: string;
  effects: string[];
  /** The keys of the addresses of whoever it is for. */
  beneficiaries?: string[];
}

async function planAccount(
  ctx: Context<ConsoleUserActor>,
  { account: given }: DeployRequestInput,
): Promise<Part & { known?: Account; warnings?: string[] }> {
  if ("accountId" in given) {
    const known = await loadAccount(ctx.db, given.accountId);
    const label = accountLabel(known);
    if (known.suspendedAt)
      throw new DomainError("conflict", `${label} is suspended. ${hint("resume")} ends that.`, "accountId");
    return { key: known.id, label, effects: [], known };
  }
  await requirePermission(ctx, "accounts:manage", attempted);
  await requireFreeApiId(ctx.db, given.apiId);
  const label = accountLabel(given);
  const holder = await formerHolder(ctx.db, given.apiId, null);
  const warnings = holder ? [formerHolderWords(given.apiId, holder)] : [];
  return { key: identityKey(given.apiId), label, effects: [`The Account ${label} is created.`], warnings };
}

async function planUser(
  ctx: Context<ConsoleUserActor>,
  { user: given }: DeployRequestInput,
  account: Account | undefined,
): Promise<Part> {
  if (given.kind === "api-user") return planApiUser(ctx, account);
  if (given.kind === "new") {
    await requirePermission(ctx, "users:edit", attempted);
    const address = addressIn(given.username) ?? given.email;
    await requireFreeNames(ctx.db, { username: given.username, email: address });
    const password = address
      ? `A mail goes to ${address} with a link to set a password.`
      : `It has no password: ${hint("reset-password")} makes a temporary one.`;
    const created = `The User ${given.username} is created, with the level Access. ${password}`;
    return {
      key: identityKey(given.username),
      label: given.username,
      effects: [created],
      beneficiaries: keysOf({ username: given.username, emailKey: address ? addressKey(address) : null }),
    };
  }
  await requirePermission(ctx, "users:view", attempted);
  const user = await loadUser(ctx.db, given.userId);
  if (user.apiUserOfId !== null)
    throw new DomainError("conflict", "This is an API User. Leave the User out to deploy as it.", "userId");
  const part = { key: user.id, label: userLabel(user), beneficiaries: keysOf(user) };
  const where = account && { userId_accountId: { userId: user.id, accountId: account.id } };
  const membership = where ? await ctx.db.membership.findUnique({ where }) : null;
  if (membership?.suspendedAt)
    throw new DomainError(
      "conflict",
      `${user.username} is suspended there. ${hint("resume")} ends that.`,
      "userId",
    );
  if (membership) return { ...part, effects: [] };
  await requirePermission(ctx, "users:edit", attempted);
  return { ...part, effects: [`${user.username} gets access to the Account, with the level Access.`] };
}

async function planApiUser({ db }: Context, account: Account | undefined): Promise<Part> {
  const known = account && (await db.user.findUnique({ where: { apiUserOfId: account.id } }));
  const effects = known ? [] : ["The Account gets its API User, a service identity that cannot sign in."];
  return { key: "api-user", label: "its API User", effects };
}

/** These Connectors, in this order. Throws not-found, at the field. */
export async function loadConnectors(db: Database | Transaction, ids: string[]): Promise<Connector[]> {
  if (ids.length === 0) return [];
  const found = await db.connector.findMany({ where: { id: { in: ids } } });
  return ids.map((id) => {
    const connector = found.find((one) => one.id === id);
    if (connector) return connector;
    throw new DomainError(
      "not-found",
      "One of these connectors no longer exists. Choose again.",
      "connectorIds",
    );
  });
}

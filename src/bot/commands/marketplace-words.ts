import { findAccount } from "../../core/accounts/find-account.ts";
import { findConnector } from "../../core/connectors/find-connector.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { DomainError } from "../../core/errors.ts";
import { findMarketplace } from "../../core/marketplaces/find-marketplace.ts";
import { findUser } from "../../core/users/find-user.ts";
import { readPhrase, takeOption } from "../phrase.ts";
import type { Word } from "../words.ts";

const keywords = {
  in: "account",
  "new-account": "accountName",
  id: "apiId",
  as: "user",
  "new-user": "username",
  email: "email",
  with: "connectors",
  parameter: "completeParameter",
} as const;

/** What was typed, and nothing looked up yet. */
export function readDeployment(words: Word[]) {
  const { given: inlineOAuth, rest } = takeOption(words, "--inline-oauth");
  return { ...readPhrase(rest, { head: "marketplace", keywords }), inlineOAuth };
}

type Deployment = ReturnType<typeof readDeployment>;

/** What the form takes, with what was named looked up. Throws not-found, conflict and forbidden. */
export async function findNamed(
  ctx: Context<ConsoleUserActor>,
  { marketplace = "", account, user, connectors = "", ...rest }: Deployment,
) {
  // Before a User is looked up, so that user IDs are told to nobody who may not know them.
  if (user) await requirePermission(ctx, "users:view", "marketplace");
  const connectorIds: string[] = [];
  for (const name of connectors.split(",").map((part) => part.trim()))
    if (name) connectorIds.push((await findConnector(ctx.db, readVersion(name))).id);
  if (!account && !rest.accountName)
    throw new DomainError("invalid", "Name the Account after “in”, or a new one after “new-account”.");
  return {
    ...rest,
    marketplaceId: (await findMarketplace(ctx, marketplace)).id,
    accountId: account && (await findAccount(ctx, account)).id,
    userId: user && (await findUser(ctx, user)).id,
    connectorIds,
  };
}

/** "Shopline" or "Shopline 2.1": a name of the library holds no space. */
function readVersion(words: string): { name: string; version?: string } {
  const [name = "", version] = words.split(/\s+/);
  return { name, ...(version && { version }) };
}

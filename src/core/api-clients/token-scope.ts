import type { ConsoleUserActor, App } from "../context.ts";
import type { Account, ApiClient } from "../generated/prisma/client.ts";
import {
  accessOf,
  allows,
  allPermissions,
  type ConsolePermissions,
  heldPermissions,
  highestOfBoth,
  type Permission,
  readPermissions,
} from "../kernel/access/access.ts";
import { identityKey } from "../kernel/text/identity-key.ts";
import { shorten } from "../kernel/text/mrkdwn.ts";
import { TokenRefused } from "./token-refused.ts";

export interface Scope {
  /** The only Account in reach; null: whatever its client reaches. */
  account: Pick<Account, "id" | "apiId"> | null;
  /** The only permissions that the token carries; null: all of its client. */
  permissions: ConsolePermissions | null;
}

/**
 * What a token is asked for: `account:{API ID}` and permissions as in `users:edit accounts:view`, with blanks between. Without
 * a scope it carries all that its client has. Throws TokenRefused: invalid_scope.
 */
export async function readScope(app: App, client: ApiClient, scope: string | undefined): Promise<Scope> {
  const words = scope?.split(" ").filter(Boolean);
  if (words?.length === 0)
    throw refused("Name permissions such as users:edit, or account: and an Account's API ID.");
  if (words?.includes("account:")) throw refused("Write account:, and an Account's API ID behind it.");
  const named = words?.flatMap(
    (word) => /^account:(?<apiId>\S{1,200})$/u.exec(word)?.groups?.["apiId"] ?? [],
  );
  const asked = words?.filter((word) => !word.startsWith("account:")).map(permissionOf) ?? [];
  if (named && named.length > 1) throw refused("Name one Account at most.");
  const lacked = asked.find((permission) => !allows(accessOf(client), permission));
  if (lacked) throw refused(`This client does not have “${lacked}”.`);
  const permissions = asked.map((one) => readPermissions(one)).reduce(highestOfBoth, {});
  return {
    account: await accountOf(app, client, named?.[0]),
    permissions: asked.length > 0 ? permissions : null,
  };
}

/** What a token has, as a scope is written. */
export function scopeWords(actor: ConsoleUserActor, account: Scope["account"]): string {
  return [...(account ? [`account:${account.apiId}`] : []), ...heldPermissions(actor)].join(" ");
}

function permissionOf(word: string): Permission {
  const known = allPermissions.find((permission) => permission === word);
  if (known) return known;
  throw refused(
    `“${shorten(word, 60)}” is no scope. There are account:{API ID}, and ${allPermissions.join(", ")}.`,
  );
}

async function accountOf(
  { db }: App,
  client: ApiClient,
  apiId: string | undefined,
): Promise<Scope["account"]> {
  const select = { id: true, apiId: true } as const;
  if (apiId === undefined)
    return client.accountId ? db.account.findUnique({ where: { id: client.accountId }, select }) : null;
  const account = await db.account.findUnique({ where: { apiIdKey: identityKey(apiId) }, select });
  if (account && (client.accountId === null || client.accountId === account.id)) return account;
  throw refused("This client reaches no Account with this API ID.");
}

function refused(sentence: string): TokenRefused {
  return new TokenRefused("invalid_scope", sentence, "scope");
}

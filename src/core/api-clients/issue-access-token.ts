import { consolePermissions } from "../kernel/access/access.ts";
import { apiClientActor } from "../kernel/access/api-client-actor.ts";
import { by, recordAudit } from "../kernel/audit/record-audit.ts";
import { after, hours, minutes } from "../kernel/time/clock.ts";
import type { ApiClientActor, App } from "../context.ts";
import type { ApiClient } from "../generated/prisma/client.ts";
import { hashToken, newToken } from "../kernel/secrets/token.ts";
import { isSecretOf } from "./revoke-api-client.ts";
import { TokenRefused } from "./token-refused.ts";
import { readScope, scopeWords } from "./token-scope.ts";

/** So seldom is it written down that a client was used. */
const usedEveryMs = minutes(1);

/** Who calls with this token: undefined for one that is not ours, has ended, or whose client was revoked. */
export async function findAccessToken(
  { db, clock }: Pick<App, "db" | "clock">,
  token: string,
): Promise<ApiClientActor | undefined> {
  const now = clock();
  const row = await db.accessToken.findUnique({
    where: { tokenHash: hashToken(token), expiresAt: { gt: now }, apiClient: { revokedAt: null } },
    include: { apiClient: true },
  });
  if (!row) return undefined;
  const { id, lastUsedAt } = row.apiClient;
  if (!lastUsedAt || lastUsedAt <= after(now, -usedEveryMs))
    await db.apiClient.updateMany({ where: { id }, data: { lastUsedAt: now } });
  const permissions = row.permissions === null ? null : consolePermissions.parse(row.permissions);
  return apiClientActor(row.apiClient, { accountId: row.accountId, permissions });
}

export const accessTokenLifeMs = hours(1);

export interface TokenRequest {
  clientId: string;
  clientSecret: string;
  /** `account:{API ID}`: the token reaches this Account alone. `users:edit` and the like: it carries these permissions alone. */
  scope?: string | undefined;
  /** Whom a refusal names in the audit: where it came from. */
  from: string;
}

export interface IssuedAccessToken {
  /** Never stored, never logged. */
  token: string;
  expiresInSeconds: number;
  clientId: string;
  /** What it may do, and the Account that it is restricted to, as a scope is written. */
  scope: string;
}

/** A token for a client that knows its secret. Only its SHA-256 is kept. Throws TokenRefused, the same for any wrong credentials. */
export async function issueAccessToken(app: App, given: TokenRequest): Promise<IssuedAccessToken> {
  const client = await authenticateClient(app, given);
  const { account, permissions } = await readScope(app, client, given.scope);
  const accountId = account?.id ?? null;
  const token = newToken();
  const now = app.clock();
  const { id, name, clientId } = client;
  const actor = apiClientActor(client, { accountId, permissions });
  const scope = scopeWords(actor, account);
  await app.db.$transaction(async (tx) => {
    const { count } = await tx.apiClient.updateMany({
      where: { id, revokedAt: null },
      data: { lastUsedAt: now },
    });
    if (count === 0) throw wrongCredentials();
    const expiresAt = after(now, accessTokenLifeMs);
    await tx.accessToken.create({
      data: {
        tokenHash: hashToken(token),
        apiClientId: id,
        accountId,
        ...(permissions && { permissions }),
        expiresAt,
        createdAt: now,
      },
      select: { id: true },
    });
    await recordAudit(tx, by(app, actor), {
      action: "access-token-issued",
      subject: { kind: "api-client", id, name },
      accountId,
      after: { expiresAt: expiresAt.toISOString(), scope },
    });
  });
  return { token, expiresInSeconds: accessTokenLifeMs / 1000, clientId, scope };
}

/** What an unknown client's secret is held against, so that it takes the same time. */
const nobodys = hashToken(newToken());

/** The client that knows its secret. Throws TokenRefused, the same whatever is wrong; a wrong secret is audited. */
export async function authenticateClient(
  app: App,
  { clientId, clientSecret, from }: Omit<TokenRequest, "scope">,
): Promise<ApiClient> {
  const known = /^[0-9a-f]{32}$/.test(clientId)
    ? await app.db.apiClient.findUnique({ where: { clientId } })
    : null;
  const right = isSecretOf(known?.secretHash ?? nobodys, clientSecret);
  if (known && right && !known.revokedAt) return known;
  if (known) {
    const because = right ? "the client was revoked" : "a wrong secret";
    const subject = { kind: "api-client", id: known.id, name: known.name };
    const actor = { kind: "visitor", name: from, surface: "api" } as const;
    await recordAudit(app.db, by(app, actor), { action: "refused", subject, after: { because } });
  }
  throw wrongCredentials();
}

function wrongCredentials(): TokenRefused {
  return new TokenRefused(
    "invalid_client",
    "The client ID or the secret is wrong, or the client was revoked.",
  );
}

import { consolePermissions } from "../kernel/access/access.ts";
import { apiClientActor } from "../kernel/access/api-client-actor.ts";
import { by, recordAudit } from "../kernel/audit/record-audit.ts";
import { after, hours, minutes } from "../kernel/time/clock.ts";
import type { ApiClientActor, App } from "../context.ts";
import type { ApiClient, ApiClientSecret } from "../generated/prisma/client.ts";
import { partOf, run, statement } from "../kernel/statement.ts";
import { hashToken, newToken } from "../kernel/secrets/token.ts";
import { isStanding } from "./client-secrets.ts";
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
  const [row] = await run(db, findingToken, { tokenHash: Buffer.from(hashToken(token)), now });
  const client = row && apiClient.read(row);
  if (!client) return undefined;
  const { id, lastUsedAt } = client;
  if (!lastUsedAt || lastUsedAt <= after(now, -usedEveryMs))
    await db.apiClient.updateMany({ where: { id }, data: { lastUsedAt: now } });
  const permissions = row.tokenMay === null ? null : consolePermissions.parse(row.tokenMay);
  return apiClientActor(client, { accountId: row.tokenAccountId, permissions });
}

const apiClient = partOf("ApiClient");

interface FoundToken {
  tokenAccountId: string | null;
  tokenMay: unknown;
}

/** Every call begins with it: one statement, and no more. */
const findingToken = statement<{ tokenHash: Buffer; now: Date }, FoundToken>(
  (at) => `
    SELECT ${apiClient.select("client")}, token."accountId" AS "tokenAccountId", token."permissions" AS "tokenMay"
    FROM "AccessToken" token JOIN "ApiClient" client ON client."id" = token."apiClientId"
    WHERE token."tokenHash" = ${at("tokenHash")}::bytea AND token."expiresAt" > ${at("now")}::timestamptz
      AND client."revokedAt" IS NULL`,
);

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
  const { client, secret } = await authenticateClient(app, given);
  const { account, permissions } = await readScope(app, client, given.scope);
  const accountId = account?.id ?? null;
  const token = newToken();
  const now = app.clock();
  const { id, name, clientId } = client;
  const actor = apiClientActor(client, { accountId, permissions });
  const scope = scopeWords(actor, account);
  // No token outlives the secret that it was taken with.
  const expiresAt = earlier(after(now, accessTokenLifeMs), secret.expiresAt);
  await app.db.$transaction(async (tx) => {
    // Both are held to the end: a revocation deletes this token with the others.
    const used = { where: { id, revokedAt: null }, data: { lastUsedAt: now } };
    const { count } = await tx.apiClient.updateMany(used);
    const ofSecret = { where: { ...used.where, id: secret.id }, data: used.data };
    const { count: secrets } = await tx.apiClientSecret.updateMany(ofSecret);
    if (count === 0 || secrets === 0) throw wrongCredentials();
    await tx.accessToken.create({
      data: {
        tokenHash: hashToken(token),
        apiClientId: id,
        secretId: secret.id,
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
      after: { expiresAt: expiresAt.toISOString(), scope, with: secret.name },
    });
  });
  const expiresInSeconds = Math.floor((expiresAt.getTime() - now.getTime()) / 1000);
  return { token, expiresInSeconds, clientId, scope };
}

const earlier = (one: Date, other: Date | null): Date => (other && other < one ? other : one);

/** A client, and the one of its secrets that it has shown. */
export interface KnownClient {
  client: ApiClient;
  secret: ApiClientSecret;
}

/** The client that knows a secret of its own. Throws TokenRefused, the same whatever is wrong; a wrong secret is audited. */
export async function authenticateClient(
  app: App,
  { clientId, clientSecret, from }: Omit<TokenRequest, "scope">,
): Promise<KnownClient> {
  if (!/^[0-9a-f]{32}$/.test(clientId)) throw wrongCredentials();
  // As long as for a secret that is close to a right one: what is looked for is a hash of it.
  const found = await app.db.apiClientSecret.findUnique({
    where: { secretHash: hashToken(clientSecret), apiClient: { clientId } },
    include: { apiClient: true },
  });
  if (found && !found.apiClient.revokedAt && isStanding(found, app.clock()))
    return { client: found.apiClient, secret: found };
  const known = found?.apiClient ?? (await app.db.apiClient.findUnique({ where: { clientId } }));
  if (known) {
    const because = whyRefused(found, known);
    const subject = { kind: "api-client", id: known.id, name: known.name };
    const actor = { kind: "visitor", name: from, surface: "api" } as const;
    await recordAudit(app.db, by(app, actor), { action: "refused", subject, after: { because } });
  }
  throw wrongCredentials();
}

function whyRefused(secret: ApiClientSecret | null, { revokedAt }: ApiClient): string {
  if (!secret) return "a wrong secret";
  if (revokedAt) return "the client was revoked";
  return secret.revokedAt ? `${secret.name} was revoked` : `${secret.name} has ended`;
}

function wrongCredentials(): TokenRefused {
  return new TokenRefused("invalid_client", "The client ID or the secret is wrong, or was revoked.");
}

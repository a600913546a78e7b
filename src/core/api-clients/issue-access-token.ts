import { consolePermissions } from "../kernel/access/access.ts";
import { apiClientActor } from "../kernel/access/api-client-actor.ts";
import { auditText, by, type GivenAudit, givenAudit, recordAudit } from "../kernel/audit/record-audit.ts";
import { after, hours, minutes } from "../kernel/time/clock.ts";
import type { ApiClientActor, App } from "../context.ts";
import type { Account, ApiClient, ApiClientSecret, Prisma } from "../generated/prisma/client.ts";
import { type Columns, given, named, partOf, run, statement } from "../kernel/statement.ts";
import { newUuid } from "../kernel/text/uuid.ts";
import { hashToken, newToken } from "../kernel/secrets/token.ts";
import { identityKey } from "../kernel/text/identity-key.ts";
import { isStanding } from "./client-secrets.ts";
import { TokenRefused } from "./token-refused.ts";
import { readScope, scopeWords } from "./token-scope.ts";

/** So seldom is it written down that a client was used. */
const usedEveryMs = minutes(1);

/** Who calls with this token: undefined for one that is not ours, has ended, or whose client was revoked. */
export async function findAccessToken(
  app: Pick<App, "db" | "clock">,
  token: string,
): Promise<ApiClientActor | undefined> {
  return (await findCaller(app, { token }))?.actor;
}

interface Caller {
  actor: ApiClientActor;
  /** The Account of the API ID that the call names; whether the caller may enter it has not been looked at. */
  account: Account | undefined;
}

/** The same, with the Account that the call names. */
export async function findCaller(
  { db, clock }: Pick<App, "db" | "clock">,
  { token, apiId }: { token: string; apiId?: string | undefined },
): Promise<Caller | undefined> {
  const now = clock();
  const apiIdKey = apiId === undefined ? null : identityKey(apiId);
  const [row] = await run(db, findingToken, { tokenHash: Buffer.from(hashToken(token)), now, apiIdKey });
  const client = row && apiClient.read(row);
  if (!client) return undefined;
  const { id, lastUsedAt } = client;
  if (!lastUsedAt || lastUsedAt <= after(now, -usedEveryMs))
    await db.apiClient.updateMany({ where: { id }, data: { lastUsedAt: now } });
  const permissions = row.tokenMay === null ? null : consolePermissions.parse(row.tokenMay);
  const actor = apiClientActor(client, { accountId: row.tokenAccountId, permissions });
  return { actor, account: namedAccount.read(row) };
}

const apiClient = partOf("ApiClient");
const namedAccount = partOf("Account", "account");

interface FoundToken {
  tokenAccountId: string | null;
  tokenMay: unknown;
}

/** Every call begins with it: one statement, and no more. */
const findingToken = statement<{ tokenHash: Buffer; now: Date; apiIdKey: string | null }, FoundToken>(
  (at) => `
    SELECT ${apiClient.select("client")}, ${namedAccount.select("account")}, token."accountId" AS "tokenAccountId", token."permissions" AS "tokenMay"
    FROM "AccessToken" token JOIN "ApiClient" client ON client."id" = token."apiClientId"
      LEFT JOIN "Account" account ON account."apiIdKey" = ${at("apiIdKey")}::text
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
export async function issueAccessToken(app: App, asked: TokenRequest): Promise<IssuedAccessToken> {
  const { client, secret } = await authenticateClient(app, asked);
  const { account, permissions } = await readScope(app, client, asked.scope);
  const accountId = account?.id ?? null;
  const token = newToken();
  const now = app.clock();
  const { id, name, clientId } = client;
  const actor = apiClientActor(client, { accountId, permissions });
  const scope = scopeWords(actor, account);
  // No token outlives the secret that it was taken with.
  const expiresAt = earlier(after(now, accessTokenLifeMs), secret.expiresAt);
  const issued = await run(app.db, issuing, {
    token: {
      id: newUuid(),
      tokenHash: Buffer.from(hashToken(token)),
      apiClientId: id,
      secretId: secret.id,
      accountId,
      permissions: permissions && JSON.stringify(permissions),
      expiresAt,
      createdAt: now,
    },
    audit: givenAudit(by(app, actor), {
      action: "access-token-issued",
      subject: { kind: "api-client", id, name },
      accountId,
      after: { expiresAt: expiresAt.toISOString(), scope, with: secret.name },
    }),
  });
  if (issued.length === 0) throw wrongCredentials();
  const expiresInSeconds = Math.floor((expiresAt.getTime() - now.getTime()) / 1000);
  return { token, expiresInSeconds, clientId, scope };
}

const tokenColumns = {
  id: "uuid",
  tokenHash: "bytea",
  apiClientId: "uuid",
  secretId: "uuid",
  accountId: "uuid",
  permissions: "jsonb",
  expiresAt: "timestamptz",
  createdAt: "timestamptz",
} satisfies Columns & Partial<Record<Prisma.AccessTokenScalarFieldEnum, string>>;

interface NewToken {
  token: Record<keyof typeof tokenColumns, unknown>;
  audit: GivenAudit;
}

/**
 * No row where the client or the secret was revoked meanwhile. Both are held to the end, the client first: a revocation waits,
 * and deletes this token with the others.
 */
const issuing = statement<NewToken, { id: string }>(
  (at) => `
    WITH client AS (
           UPDATE "ApiClient" SET "lastUsedAt" = ${at("token", "createdAt")}::timestamptz
           WHERE "id" = ${at("token", "apiClientId")}::uuid AND "revokedAt" IS NULL RETURNING "id"),
         secret AS (
           UPDATE "ApiClientSecret" SET "lastUsedAt" = ${at("token", "createdAt")}::timestamptz
           WHERE "id" = ${at("token", "secretId")}::uuid AND "revokedAt" IS NULL AND EXISTS (SELECT FROM client)
           RETURNING "id"),
         made AS (
           INSERT INTO "AccessToken" (${named(tokenColumns)})
           SELECT ${given(at, "token", tokenColumns)} FROM client, secret RETURNING "id"),
         audited AS (${auditText(at, "made")})
    SELECT "id" FROM made`,
);

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
  const secretHash = Buffer.from(hashToken(clientSecret));
  const [row] = await run(app.db, findingSecret, { secretHash, clientId });
  const [client, secret] = row ? [apiClient.read(row), clientSecretPart.read(row)] : [];
  if (client && !client.revokedAt && secret && isStanding(secret, app.clock())) return { client, secret };
  const known = client ?? (await app.db.apiClient.findUnique({ where: { clientId } }));
  if (known) {
    const because = whyRefused(secret, known);
    const subject = { kind: "api-client", id: known.id, name: known.name };
    const actor = { kind: "visitor", name: from, surface: "api" } as const;
    await recordAudit(app.db, by(app, actor), { action: "refused", subject, after: { because } });
  }
  throw wrongCredentials();
}

const clientSecretPart = partOf("ApiClientSecret", "secret");

const findingSecret = statement<{ secretHash: Buffer; clientId: string }, object>(
  (at) => `
    SELECT ${apiClient.select("client")}, ${clientSecretPart.select("secret")}
    FROM "ApiClientSecret" secret JOIN "ApiClient" client ON client."id" = secret."apiClientId"
    WHERE secret."secretHash" = ${at("secretHash")}::bytea AND client."clientId" = ${at("clientId")}::text`,
);

function whyRefused(secret: ApiClientSecret | undefined, { revokedAt }: ApiClient): string {
  if (!secret) return "a wrong secret";
  if (revokedAt) return "the client was revoked";
  return secret.revokedAt ? `${secret.name} was revoked` : `${secret.name} has ended`;
}

function wrongCredentials(): TokenRefused {
  return new TokenRefused("invalid_client", "The client ID or the secret is wrong, or was revoked.");
}

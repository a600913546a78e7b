import type { App } from "../context.ts";
import { apiClientActor } from "../kernel/access/api-client-actor.ts";
import { auditText, by, type GivenAudit, givenAudit } from "../kernel/audit/record-audit.ts";
import { hashToken } from "../kernel/secrets/token.ts";
import { run, statement } from "../kernel/statement.ts";
import { authenticateClient, type TokenRequest } from "./issue-access-token.ts";

/**
 * Ends an access token at once, for the client that has it. One that has ended, or is not the client's own, is no error, as
 * RFC 7009 has it. Throws TokenRefused.
 */
export async function revokeAccessToken(
  app: App,
  { token, ...credentials }: Omit<TokenRequest, "scope"> & { token: string },
): Promise<void> {
  const { client } = await authenticateClient(app, credentials);
  const { id, name } = client;
  const actor = apiClientActor(client);
  const where = { tokenHash: hashToken(token), apiClientId: id };
  const known = await app.db.accessToken.findUnique({ where, select: { id: true, accountId: true } });
  if (!known) return;
  await run(app.db, revoking, {
    id: known.id,
    audit: givenAudit(by(app, actor), {
      action: "access-token-revoked",
      subject: { kind: "api-client", id, name },
      accountId: known.accountId,
    }),
  });
}

/** Whoever is second ends nothing, and is not audited. */
const revoking = statement<{ id: string; audit: GivenAudit }, { id: string }>(
  (at) => `
    WITH ended AS (DELETE FROM "AccessToken" WHERE "id" = ${at("id")}::uuid RETURNING "id"),
         audited AS (${auditText(at, "ended")})
    SELECT "id" FROM ended`,
);

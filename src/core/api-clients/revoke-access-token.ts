import type { App } from "../context.ts";
import { apiClientActor } from "../kernel/access/api-client-actor.ts";
import { by, recordAudit } from "../kernel/audit/record-audit.ts";
import { hashToken } from "../kernel/secrets/token.ts";
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
  await app.db.$transaction(async (tx) => {
    const known = await tx.accessToken.findUnique({ where, select: { accountId: true } });
    const { count } = await tx.accessToken.deleteMany({ where });
    if (count === 0) return;
    await recordAudit(tx, by(app, actor), {
      action: "access-token-revoked",
      subject: { kind: "api-client", id, name },
      accountId: known?.accountId ?? null,
    });
  });
}

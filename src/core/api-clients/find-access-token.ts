import { after, minutes } from "../clock.ts";
import type { ApiClientActor, App } from "../context.ts";
import { hashToken } from "../secrets/token.ts";

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
  const { id, name, accountId, lastUsedAt } = row.apiClient;
  if (!lastUsedAt || lastUsedAt <= after(now, -usedEveryMs))
    await db.apiClient.updateMany({ where: { id }, data: { lastUsedAt: now } });
  return { kind: "api-client", id, name, onlyAccountId: row.accountId ?? accountId, surface: "api" };
}

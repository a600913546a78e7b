import { z } from "zod";
import { type Auditing, recordAudit } from "../audit/record-audit.ts";
import type { Database, Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { ApiClient } from "../generated/prisma/client.ts";
import { applyOnce } from "../requests/apply-once.ts";
import { defineRequest } from "../requests/define-request.ts";
import { standardCard } from "../requests/standard-card.ts";
import { counted } from "../text/counted.ts";
import type { OperatorContext } from "./add-api-client.ts";

export const revokeApiClientInput = z.object({ apiClientId: z.uuid("Choose an API client.") });

/** Ends a client and every token of it, at once. */
export const revokeApiClientRequest = defineRequest({
  kind: "revoke-api-client",
  input: revokeApiClientInput,
  needs: "settings:manage",

  async plan(ctx, { apiClientId }) {
    const client = await loadApiClient(ctx.db, apiClientId);
    const where = { apiClientId, expiresAt: { gt: ctx.clock() } };
    const tokens = await ctx.db.accessToken.count({ where });
    return {
      ...(client.accountId && { accountId: client.accountId }),
      openKey: `revoke-api-client:${apiClientId}`,
      what: `the end of the API client ${client.name}`,
      effects: [
        `The API client ${client.name} is revoked: its secret gives no more tokens.`,
        tokens > 0 ? `${counted(tokens, "token")} of it stop working at once.` : "No token of it is in use.",
      ],
      warnings: ["This cannot be undone."],
      asks: true,
    };
  },

  run: (ctx, request, { apiClientId }) =>
    applyOnce(ctx, request, async (tx) => {
      const ended = await end(tx, ctx, { apiClientId, requestId: request.id, now: ctx.clock() });
      return ended ? "revoked" : "already";
    }),

  async card(app, request, { apiClientId }) {
    const client = await app.db.apiClient.findUnique({ where: { id: apiClientId } });
    return standardCard(app, request, {
      noun: "Revocation of an API client",
      fields: [["API client", client?.name ?? "one that is gone"]],
      done: "API client revoked",
      note: "Its secret and its tokens do not work any more.",
    });
  },
});

/** The same from the command line. False where it was revoked already. */
export function revokeApiClient(ctx: OperatorContext, apiClientId: string): Promise<boolean> {
  return ctx.db.$transaction((tx) => end(tx, ctx, { apiClientId, now: ctx.clock() }));
}

async function end(
  tx: Transaction,
  who: Auditing,
  { apiClientId, requestId, now }: { apiClientId: string; requestId?: string; now: Date },
): Promise<boolean> {
  const [client] = await tx.apiClient.updateManyAndReturn({
    where: { id: apiClientId, revokedAt: null },
    data: { revokedAt: now },
  });
  if (!client) return false;
  await tx.accessToken.deleteMany({ where: { apiClientId } });
  const { id, name, accountId, clientId } = client;
  await recordAudit(tx, who, {
    action: "api-client-revoked",
    subject: { kind: "api-client", id, name },
    ...(accountId && { accountId }),
    ...(requestId && { requestId }),
    before: { name, clientId },
  });
  return true;
}

async function loadApiClient(db: Database | Transaction, id: string): Promise<ApiClient> {
  const client = await db.apiClient.findUnique({ where: { id, revokedAt: null } });
  if (client) return client;
  throw new DomainError("not-found", "This API client was revoked already.", "apiClientId");
}

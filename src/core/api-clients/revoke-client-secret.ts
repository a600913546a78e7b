import { hint } from "../kernel/text/command-hint.ts";
import { z } from "zod";
import type { OperatorContext } from "../context.ts";
import { type Auditing, recordAudit } from "../kernel/audit/record-audit.ts";
import type { Database, Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import { defineRequest } from "../kernel/requests/request-kind.ts";
import { applyOnce } from "../kernel/requests/require-approved.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { isStanding, secretLabel, standing } from "./client-secrets.ts";
import { revokeApiClientRequest } from "./revoke-api-client.ts";

export const revokeClientSecretInput = z.object({ secretId: z.uuid("Choose a secret.") });

/** Ends one secret of a client, and every token that it gave, at once. */
export const revokeClientSecretRequest = defineRequest({
  kind: "revoke-api-client-secret",
  input: revokeClientSecretInput,
  needs: "settings:manage",
  undo: `${hint("api-clients")} adds a new secret.`,

  async plan(ctx, { secretId }) {
    const now = ctx.clock();
    const secret = await loadSecret(ctx.db, secretId, now);
    const { apiClient, apiClientId } = secret;
    const tokens = await ctx.db.accessToken.count({ where: { secretId, expiresAt: { gt: now } } });
    const where = { apiClientId, id: { not: secretId }, secretHash: { not: null }, ...standing(now) };
    const others = await ctx.db.apiClientSecret.count({ where });
    return {
      ...(apiClient.accountId && { accountId: apiClient.accountId }),
      // It takes no more away than a revocation of the whole client.
      judgedAs: revokeApiClientRequest.kind,
      dedupeKey: `revoke-api-client-secret:${secretId}`,
      what: `the revocation of the secret ${secretLabel(secret)} of the API client ${apiClient.name}`,
      effects: [
        `The secret ${secretLabel(secret)} of the API client ${apiClient.name} gives no more tokens.`,
        tokens > 0
          ? `${tokens === 1 ? "1 token that it gave stops" : `${tokens} tokens that it gave stop`} working at once.`
          : "No token that it gave is in use.",
      ],
      warnings: [
        ...(others === 0
          ? ["It is the only one that works: the application stops until it has another."]
          : []),
        "This cannot be undone.",
      ],
      needsConfirmation: true,
    };
  },

  run: (ctx, request, { secretId }) =>
    applyOnce(ctx, request, async (tx) => {
      const ended = await end(tx, ctx, { secretId, requestId: request.id, now: ctx.clock() });
      return ended ? "revoked" : "already";
    }),

  async card(app, request, { secretId }) {
    const secret = await app.db.apiClientSecret.findUnique({
      where: { id: secretId },
      include: { apiClient: true },
    });
    return standardCard(app, request, {
      noun: "Revocation of a secret",
      fields: [
        ["API client", secret?.apiClient.name ?? "an API client that is gone"],
        ["Secret", secret ? secretLabel(secret) : "a secret that is gone"],
      ],
      done: "Secret revoked",
      note: "It and the tokens that it gave no longer work.",
    });
  },
});

/** The same from the command line. False where it was revoked already. */
export function revokeClientSecret(ctx: OperatorContext, secretId: string): Promise<boolean> {
  return ctx.db.$transaction((tx) => end(tx, ctx, { secretId, now: ctx.clock() }));
}

async function end(
  tx: Transaction,
  who: Auditing,
  { secretId, requestId, now }: { secretId: string; requestId?: string; now: Date },
): Promise<boolean> {
  // First the secret: a token that is being given holds it, and is deleted with the others.
  const [secret] = await tx.apiClientSecret.updateManyAndReturn({
    where: { id: secretId, revokedAt: null },
    data: { revokedAt: now },
    include: { apiClient: true },
    omit: { secretHash: true },
  });
  if (!secret) return false;
  await tx.accessToken.deleteMany({ where: { secretId } });
  const { apiClient, name, prefix } = secret;
  await recordAudit(tx, who, {
    action: "api-client-secret-revoked",
    subject: { kind: "api-client", id: apiClient.id, name: apiClient.name },
    accountId: apiClient.accountId,
    requestId,
    before: { name, prefix },
  });
  return true;
}

async function loadSecret(db: Database | Transaction, id: string, now: Date) {
  const secret = await db.apiClientSecret.findUnique({
    where: { id },
    include: { apiClient: true },
    omit: { secretHash: true },
  });
  if (secret && !secret.apiClient.revokedAt && isStanding(secret, now)) return secret;
  throw new DomainError("not-found", "This secret was revoked already, or has ended.", "secretId");
}

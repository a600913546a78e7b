import { hint } from "../kernel/text/command-hint.ts";
import { z } from "zod";
import {
  type Access,
  accessChanges,
  accessInput,
  accessOf,
  isReduced,
  raisedAccess,
  sameAccess,
} from "../kernel/access/access.ts";
import type { ApiClient } from "../generated/prisma/client.ts";
import type { Database, Transaction } from "../kernel/database.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import { DomainError } from "../kernel/errors.ts";
import { applyOnce, holdApproval } from "../kernel/requests/require-approved.ts";
import { changeKey, defineRequest } from "../kernel/requests/request-kind.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { reachOf } from "./create-api-client.ts";
import { requireGivable, requireGivableNow } from "./giving-access.ts";
import { loadApiClient, lockApiClient, revokeApiClientRequest } from "./revoke-api-client.ts";

export const changeApiClientInput = z.object({
  apiClientId: z.uuid("Choose an API client."),
  /** What it may do when this is asked for. */
  before: accessInput,
  after: accessInput,
});

/** Widens or narrows what a client may do; its tokens follow at once. */
export const changeApiClientRequest = defineRequest({
  kind: "change-api-client",
  input: changeApiClientInput,
  needs: "settings:manage",
  undo: `${hint("api-clients")} changes it back.`,

  async plan(ctx, { apiClientId, before, after }) {
    const client = await loadApiClient(ctx.db, apiClientId);
    requireAsShown(client, before);
    if (sameAccess(before, after))
      throw new DomainError("conflict", `${client.name} may do exactly that already. Nothing was changed.`);
    const { accountId } = client;
    await requireGivable(ctx, after, { attempted: "change-api-client", accountId, before });
    const isWider = widens(before, after);
    return {
      ...(accountId && { accountId }),
      // What only takes something away is no more than a revocation.
      ...(isWider ? await givenTo(ctx.db, client) : { judgedAs: revokeApiClientRequest.kind }),
      dedupeKey: changeKey(`change-api-client:${apiClientId}`, after),
      what: `the permissions of the API client ${client.name}`,
      effects: [
        `What the API client ${client.name} may do changes: ${accessChanges(before, after).join(", ")}.`,
      ],
      warnings: isReduced(before, after) ? ["Its calls that need what it loses are refused at once."] : [],
      needsConfirmation: !isWider,
    };
  },

  run: (ctx, request, { apiClientId, before, after }) =>
    applyOnce(ctx, request, async (tx) => {
      const client = await lockApiClient(tx, apiClientId);
      requireAsShown(client, before);
      await requireGivableNow(tx, ctx.actor, after, before);
      if (widens(before, after)) await holdApproval(ctx, tx, request, await givenTo(tx, client));
      await tx.apiClient.update({ where: { id: apiClientId }, data: after, select: { id: true } });
      await recordAudit(tx, ctx, {
        action: "api-client-changed",
        subject: { kind: "api-client", id: apiClientId, name: client.name },
        accountId: client.accountId,
        requestId: request.id,
        before: { ...before },
        after: { ...after },
      });
      return "changed";
    }),

  async card(app, request, { apiClientId, before, after }) {
    const client = await app.db.apiClient.findUnique({ where: { id: apiClientId } });
    return standardCard(app, request, {
      noun: "Change of an API client",
      fields: [
        ["API client", client?.name ?? "an API client that is gone"],
        ["Changes", accessChanges(before, after).join("\n")],
      ],
      done: "API client changed",
      note: "Its tokens have what it may do now.",
    });
  },
});

/**
 * Whom a wider client gives something, for the approval: the Accounts that it reaches; and whoever made it or saw a secret of it,
 * who could act by what it gets.
 */
async function givenTo(db: Database | Transaction, { accountId, knownTo }: ApiClient) {
  const known = await db.consoleUser.findMany({ where: { id: { in: knownTo } }, select: { emailKey: true } });
  return { ...(await reachOf(db, accountId)), beneficiaries: known.map(({ emailKey }) => emailKey) };
}

const widens = (before: Access, after: Access): boolean => raisedAccess(before, after).length > 0;

/** Throws conflict where somebody has changed it in the meantime: what was meant, and approved, was another change. */
function requireAsShown(client: Parameters<typeof accessOf>[0], before: Access): void {
  if (!sameAccess(accessOf(client), before))
    throw new DomainError(
      "conflict",
      "What this API client may do was changed in the meantime. Nothing was changed; look again.",
    );
}

import { z } from "zod";
import type { App, ConsoleUserActor, Context, OperatorContext } from "../context.ts";
import type { ApiClient, ApiClientSecret } from "../generated/prisma/client.ts";
import { accessOf, accessWords } from "../kernel/access/access.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import { loadAccount } from "../kernel/levels/load-account.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import { defineRequest } from "../kernel/requests/request-kind.ts";
import { applyOnce, holdApproval } from "../kernel/requests/require-approved.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { checkInput } from "../kernel/text/check-input.ts";
import { hint } from "../kernel/text/command-hint.ts";
import { fold } from "../kernel/text/fold.ts";
import { moment } from "../kernel/text/moment-words.ts";
import { after } from "../kernel/time/clock.ts";
import {
  insertSecret,
  newClientSecret,
  requireEndAhead,
  requireRoomForSecret,
  secretLabel,
  secretName,
  showableForMs,
  standing,
} from "./client-secrets.ts";
import {
  reachOf,
  secretReady,
  secretShown,
  sensitiveAccounts,
  sensitiveWarnings,
} from "./create-api-client.ts";
import { knownTo, requireGivable, requireGivableNow } from "./giving-access.ts";
import { madeFor, madeWords } from "./made-for.ts";
import { email } from "../kernel/text/identity-key.ts";
import { loadApiClient, lockApiClient } from "./revoke-api-client.ts";

const secretFields = {
  apiClientId: z.uuid("Choose an API client."),
  /** Left out: the next number. */
  name: secretName.optional(),
  /** When it stops working. */
  endsAt: z.iso
    .datetime("Write it like 2026-12-31T18:00:00Z.")
    .transform((text) => new Date(text).toISOString())
    .nullish()
    .default(null),
};

export const addClientSecretInput = z.object(secretFields);

/** One more secret of a client, so that its application goes over to it before the old one is revoked. */
export const addClientSecretRequest = defineRequest({
  kind: "add-api-client-secret",
  input: addClientSecretInput,
  needs: "settings:manage",
  undo: `${hint("api-clients")} revokes it.`,

  async plan(ctx, { apiClientId, name, endsAt }) {
    const client = await loadApiClient(ctx.db, apiClientId);
    const { accountId } = client;
    const now = ctx.clock();
    // Who has its secret acts with all that it may do.
    await requireGivable(ctx, accessOf(client), { attempted: "add-api-client-secret", accountId });
    requireEndAhead(endsAt === null ? null : new Date(endsAt), now);
    const called = await requireRoomForSecret(ctx.db, { apiClientId, name, now });
    const others = await ctx.db.apiClientSecret.count({ where: { apiClientId, ...standing(now) } });
    const account = accountId ? await loadAccount(ctx.db, accountId) : undefined;
    const sensitive = accountId ? undefined : await sensitiveAccounts(ctx.db);
    return {
      ...(accountId && { accountId }),
      ...(sensitive && { accountIds: sensitive.first.map(({ id }) => id) }),
      dedupeKey: `api-client-secret:${apiClientId}:${fold(name ?? "")}`,
      what: `another secret of the API client ${client.name}`,
      effects: [
        `The API client ${client.name} gets another secret, “${called}”. It reaches ${account ? `${accountLabel(account)} alone` : "every Account"}, and may do: ${accessWords(accessOf(client))}.`,
        endsAt ? `The new secret works until ${moment(new Date(endsAt))}.` : "The new secret has no end.",
        others === 1
          ? "Its other secret works until it is revoked, or has ended."
          : `Its other ${others} secrets work until they are revoked, or have ended.`,
        "Only you can see the new secret, once, within a day.",
      ],
      warnings: sensitiveWarnings(sensitive),
      needsConfirmation: false,
    };
  },

  run: (ctx, request, { apiClientId, name, endsAt }) =>
    applyOnce(ctx, request, async (tx) => {
      const client = await lockApiClient(tx, apiClientId);
      await requireGivableNow(tx, ctx.actor, accessOf(client));
      await holdApproval(ctx, tx, request, await reachOf(tx, client.accountId));
      const now = ctx.clock();
      requireEndAhead(endsAt === null ? null : new Date(endsAt), now);
      // There is none before it is shown.
      const expiresAt = after(now, showableForMs);
      const requestId = request.id;
      const made = { apiClientId, name, createdBy: ctx.actor.name, expiresAt, requestId, now };
      const secret = await insertSecret(tx, made);
      await makeKnown(tx, client, knownTo(ctx.actor));
      await auditAdded(tx, ctx, { client, secret, endsAt, requestId });
      return secretReady;
    }),

  async card(app, request, { apiClientId, name, endsAt }) {
    const client = await app.db.apiClient.findUnique({ where: { id: apiClientId } });
    const secret = await secretOf(app, request.id);
    return standardCard(app, request, {
      noun: "Secret of an API client",
      fields: [
        ["API client", client?.name ?? "an API client that is gone"],
        ["Client ID", client?.clientId ?? ""],
        ["Secret", secret ? secretLabel(secret) : (name ?? "another one")],
        ["Ends", endsAt ? moment(new Date(endsAt)) : "never, unless it is revoked"],
      ],
      done: "Secret of an API client made",
      note:
        request.outcome === secretShown
          ? "It was shown to its requester, once."
          : `Its requester can see it once, with the button or with ${hint("api-clients")}.`,
    });
  },
});

const secretOf = ({ db }: App, requestId: string) =>
  db.apiClientSecret.findUnique({ where: { requestId }, omit: { secretHash: true } });

/** Has these Console Users approve nothing that the client asks for. The caller holds the client. */
export async function makeKnown(
  tx: Transaction,
  { id, knownTo: known }: Pick<ApiClient, "id" | "knownTo">,
  who: string[],
): Promise<void> {
  const all = [...new Set([...known, ...who])];
  if (all.length > known.length)
    await tx.apiClient.update({ where: { id }, data: { knownTo: all }, select: { id: true } });
}

interface Added {
  client: ApiClient;
  secret: ApiClientSecret;
  endsAt: string | null;
  requestId?: string;
  /** Whom an operator made it for. */
  for?: string;
}

function auditAdded(
  tx: Transaction,
  ctx: Pick<Context<ConsoleUserActor>, "clock"> & { actor: Context["actor"] },
  { client, secret, endsAt, requestId, for: forWhom }: Added,
): Promise<void> {
  return recordAudit(tx, ctx, {
    action: "api-client-secret-added",
    subject: { kind: "api-client", id: client.id, name: client.name },
    accountId: client.accountId,
    ...(requestId && { requestId }),
    after: { name: secret.name, prefix: secret.prefix, endsAt, ...(forWhom && { for: forWhom }) },
  });
}

/** `email` is that of the Console User who gets it. */
const addedByOperator = z.object({ ...secretFields, email });

/** Makes another secret at once, from the command line, and returns it, this once. Throws conflict, invalid, not-found, and forbidden. */
export async function addClientSecret(
  ctx: OperatorContext,
  given: z.input<typeof addedByOperator>,
): Promise<{ client: ApiClient; name: string; secret: string }> {
  const { apiClientId, name, endsAt, email: address } = checkInput(addedByOperator, given);
  const { secret, kept } = newClientSecret();
  const now = ctx.clock();
  const expiresAt = endsAt === null ? null : new Date(endsAt);
  requireEndAhead(expiresAt, now);
  return ctx.db.$transaction(async (tx) => {
    const client = await lockApiClient(tx, apiClientId);
    const user = await madeFor(tx, address, accessOf(client));
    const createdBy = madeWords(ctx.actor.name, user);
    const made = await insertSecret(tx, { apiClientId, name, createdBy, expiresAt, kept, now });
    await makeKnown(tx, client, [user.id]);
    await auditAdded(tx, ctx, { client, secret: made, endsAt, for: user.email });
    return { client, name: made.name, secret };
  });
}

/** Throws conflict where a secret would have ended before it is shown. */
export function requireNotEnded(endsAt: string | null, now: Date): void {
  if (endsAt === null || new Date(endsAt) > now) return;
  throw new DomainError("conflict", "This secret would have ended by now. Ask for another.");
}

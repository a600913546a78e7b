import { accessOf } from "../kernel/access/access.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import { after } from "../kernel/time/clock.ts";
import { requirePermission } from "../kernel/access/require-access-change.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { ApiClient, ApiClientSecret, RequestStatus } from "../generated/prisma/client.ts";
import { invalidateCard } from "../kernel/requests/invalidate-card.ts";
import { holdApproval } from "../kernel/requests/require-approved.ts";
import { type RequestRow, requestParts } from "../kernel/requests/request-kind.ts";
import { transactShowing } from "../kernel/requests/transact-showing.ts";
import {
  addClientSecretInput,
  addClientSecretRequest,
  makeKnown,
  requireNotEnded,
} from "./add-client-secret.ts";
import { newClientSecret, showableForMs } from "./client-secrets.ts";
import { createApiClientRequest, reachOf, secretReady, secretShown } from "./create-api-client.ts";
import { knownTo, requireGivableNow } from "./giving-access.ts";
import { lockApiClient } from "./revoke-api-client.ts";

/** The kinds that end with a secret to be shown. */
const kinds: string[] = [createApiClientRequest.kind, addClientSecretRequest.kind];

export interface ShownSecret {
  client: ApiClient;
  /** What the secret is called. */
  name: string;
  secret: string;
}

/**
 * Makes a secret of a client, keeps its hash alone, and returns it: once for each Request, to its requester.
 * Throws forbidden, not-found, conflict (not yet, or shown before) and expired.
 */
export async function showClientSecret(
  ctx: Context<ConsoleUserActor>,
  requestId: string,
): Promise<ShownSecret> {
  await requirePermission(ctx, createApiClientRequest.needs, "api-client-secret");
  const request = await showableRequest(ctx, requestId);
  const { secret, kept } = newClientSecret();
  const now = ctx.clock();
  const endsAt = endOf(request);
  const advice = "Nothing was shown; revoke it, and ask for another.";
  const showing = { request, attempted: "api-client-secret", advice };
  const shown = await transactShowing(ctx, showing, async (tx, after) => {
    const { id, apiClientId, apiClient } = await unshownOf(tx, request.id);
    // Before any other lock.
    await holdApproval(ctx, tx, request, await reachOf(tx, apiClient.accountId));
    const client = await lockApiClient(tx, apiClientId);
    // What it may do by now: it may have been changed since it was asked for.
    await requireGivableNow(tx, ctx.actor, accessOf(client));
    requireNotEnded(endsAt, now);
    await claim(tx, request.id);
    const { name, prefix } = await fill(tx, { id, now, ...kept, expiresAt: endsAt });
    await makeKnown(tx, client, knownTo(ctx.actor));
    await invalidateCard(tx, after, request.id, now);
    await recordAudit(tx, ctx, {
      action: "api-client-secret-shown",
      subject: { kind: "api-client", id: client.id, name: client.name },
      accountId: client.accountId,
      requestId: request.id,
      after: { name, prefix },
    });
    return { client, name };
  });
  return { ...shown, secret };
}

/** The caller's own Requests whose secret waits to be shown, by the ids of these secrets. */
export async function unshownSecrets({
  db,
  actor,
  clock,
}: Context<ConsoleUserActor>): Promise<Map<string, string>> {
  const waiting = await db.apiClientSecret.findMany({
    where: {
      secretHash: null,
      revokedAt: null,
      expiresAt: { gt: clock() },
      request: { requesterId: actor.id, status: "done", outcome: secretReady },
    },
    select: { id: true, requestId: true },
  });
  return new Map(waiting.map(({ id, requestId }) => [id, requestId ?? ""]));
}

const unfinished = new Set<RequestStatus>(["draft", "awaitingApproval", "queued"]);

async function showableRequest(
  { db, actor, clock }: Context<ConsoleUserActor>,
  id: string,
): Promise<RequestRow> {
  const include = requestParts;
  const request = await db.request.findUnique({ where: { id }, include });
  if (!request || request.requesterId !== actor.id || !kinds.includes(request.kind))
    throw new DomainError("not-found", "Only the person who asked for a secret can see it.");
  if (unfinished.has(request.status))
    throw new DomainError("conflict", "It is not done yet. Press the button again when its card says so.");
  if (request.status !== "done") throw new DomainError("conflict", "This failed. Its card says why.");
  if (request.outcome !== secretReady) throw shownBefore();
  if ((request.finishedAt ?? request.createdAt) <= after(clock(), -showableForMs))
    throw new DomainError("expired", "The day to see it is over. Revoke it, and ask for another.");
  return request;
}

/** When the secret is to end that was asked for: a new client's first has no end. */
const endOf = ({ kind, input }: RequestRow): string | null =>
  kind === addClientSecretRequest.kind ? addClientSecretInput.parse(input).endsAt : null;

async function claim(tx: Transaction, id: string): Promise<void> {
  const { count } = await tx.request.updateMany({
    where: { id, status: "done", outcome: secretReady },
    data: { outcome: secretShown, version: { increment: 1 } },
  });
  if (count === 0) throw shownBefore();
}

async function unshownOf(tx: Transaction, requestId: string) {
  const include = { apiClient: true };
  const secret = await tx.apiClientSecret.findUnique({ where: { requestId }, include });
  if (secret && !secret.apiClient.revokedAt) return secret;
  throw new DomainError("not-found", "This API client was revoked in the meantime.");
}

interface Filling {
  id: string;
  now: Date;
  secretHash: Uint8Array<ArrayBuffer>;
  prefix: string;
  expiresAt: string | null;
}

/** Throws not-found where it was revoked before it was shown. */
async function fill(tx: Transaction, { id, now, ...kept }: Filling): Promise<ApiClientSecret> {
  const where = { id, secretHash: null, revokedAt: null, expiresAt: { gt: now } };
  const [secret] = await tx.apiClientSecret.updateManyAndReturn({ where, data: kept });
  if (secret) return secret;
  throw new DomainError("not-found", "This secret was revoked in the meantime.");
}

function shownBefore(): DomainError {
  const what = "This secret was already shown, and cannot be shown again.";
  return new DomainError("conflict", `${what} Revoke it, and ask for another.`);
}

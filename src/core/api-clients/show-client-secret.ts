import { accessOf } from "../kernel/access/access.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import { after, hours } from "../kernel/time/clock.ts";
import { requirePermission } from "../kernel/access/require-access-change.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { ApiClient, RequestStatus } from "../generated/prisma/client.ts";
import { invalidateCard } from "../kernel/requests/invalidate-card.ts";
import { newClientSecret } from "./revoke-api-client.ts";
import { holdApproval } from "../kernel/requests/require-approved.ts";
import { type RequestRow, requestParts } from "../kernel/requests/request-kind.ts";
import { transactShowing } from "../kernel/requests/transact-showing.ts";
import {
  createApiClientInput,
  createApiClientRequest,
  reachOf,
  secretReady,
  secretShown,
} from "./create-api-client.ts";
import { requireGivableNow } from "./giving-access.ts";

/** For how long after a Request its secret can be shown. */
export const showableForMs = hours(24);

/**
 * Makes the secret of a client, keeps its hash alone, and returns it: once for each Request, to its requester.
 * Throws forbidden, not-found, conflict (not yet, or shown before) and expired.
 */
export async function showClientSecret(
  ctx: Context<ConsoleUserActor>,
  requestId: string,
): Promise<{ client: ApiClient; secret: string }> {
  await requirePermission(ctx, createApiClientRequest.needs, "api-client-secret");
  const request = await showableRequest(ctx, requestId);
  const { secret, secretHash } = newClientSecret();
  const now = ctx.clock();
  const { accountId } = createApiClientInput.parse(request.input);
  const advice = "Nothing was shown; revoke the client, and ask for another.";
  const showing = { request, attempted: "api-client-secret", advice };
  const client = await transactShowing(ctx, showing, async (tx, after) => {
    // Before any other lock.
    await holdApproval(ctx, tx, request, await reachOf(tx, accountId));
    const { id, ...access } = await lockClient(tx, request.id);
    // What it may do by now: it may have been changed since it was asked for.
    await requireGivableNow(tx, ctx.actor, accessOf(access));
    await claim(tx, request.id);
    const client = await tx.apiClient.update({ where: { id }, data: { secretHash } });
    await invalidateCard(tx, after, request.id, now);
    await recordAudit(tx, ctx, {
      action: "api-client-secret-shown",
      subject: { kind: "api-client", id: client.id, name: client.name },
      accountId: client.accountId,
      requestId: request.id,
    });
    return client;
  });
  return { client, secret };
}

/** The caller's own Requests whose secret waits to be shown: the ids of their clients, and of the Requests. */
export async function unshownSecrets({
  db,
  actor,
  clock,
}: Context<ConsoleUserActor>): Promise<Map<string, string>> {
  const waiting = await db.request.findMany({
    where: {
      requesterId: actor.id,
      kind: createApiClientRequest.kind,
      status: "done",
      outcome: secretReady,
      createdAt: { gt: after(clock(), -2 * showableForMs) },
      finishedAt: { gt: after(clock(), -showableForMs) },
    },
    select: { id: true },
  });
  const made = await db.auditEvent.findMany({
    where: { requestId: { in: waiting.map(({ id }) => id) }, action: "api-client-created" },
    select: { subjectId: true, requestId: true },
  });
  return new Map(made.map(({ subjectId, requestId }) => [subjectId ?? "", requestId ?? ""]));
}

const unfinished = new Set<RequestStatus>(["draft", "awaitingApproval", "queued"]);

async function showableRequest(
  { db, actor, clock }: Context<ConsoleUserActor>,
  id: string,
): Promise<RequestRow> {
  const include = requestParts;
  const request = await db.request.findUnique({ where: { id }, include });
  if (!request || request.requesterId !== actor.id || request.kind !== createApiClientRequest.kind)
    throw new DomainError("not-found", "Only the person who asked for an API client can see its secret.");
  if (unfinished.has(request.status))
    throw new DomainError("conflict", "It is not done yet. Press the button again when its card says so.");
  if (request.status !== "done") throw new DomainError("conflict", "This failed. Its card says why.");
  if (request.outcome !== secretReady) throw shownBefore();
  if ((request.finishedAt ?? request.createdAt) <= after(clock(), -showableForMs))
    throw new DomainError("expired", "The day to see it is over. Revoke the client and make another.");
  return request;
}

async function claim(tx: Transaction, id: string): Promise<void> {
  const { count } = await tx.request.updateMany({
    where: { id, status: "done", outcome: secretReady },
    data: { outcome: secretShown, version: { increment: 1 } },
  });
  if (count === 0) throw shownBefore();
}

/** The client that a Request made, held to the end of the transaction. Throws not-found. */
async function lockClient(tx: Transaction, requestId: string): Promise<ApiClient> {
  const made = await tx.auditEvent.findFirst({ where: { requestId, action: "api-client-created" } });
  const id = made?.subjectId ?? requestId;
  await tx.$queryRaw`SELECT "id" FROM "ApiClient" WHERE "id" = ${id}::uuid FOR UPDATE`;
  const client = await tx.apiClient.findUnique({ where: { id, revokedAt: null } });
  if (client) return client;
  throw new DomainError("not-found", "This API client was revoked in the meantime.");
}

function shownBefore(): DomainError {
  const what = "This secret was already shown, and cannot be shown again.";
  return new DomainError("conflict", `${what} Revoke the client and make another.`);
}

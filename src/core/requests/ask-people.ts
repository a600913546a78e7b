import type { ConsoleUserActor, Context } from "../context.ts";
import { accessOf, active, allows, managing, type Permission } from "../kernel/access/access.ts";
import type { ConsoleUser } from "../generated/prisma/client.ts";
import { asOneTransaction } from "../kernel/outbox/as-one-transaction.ts";
import { DomainError } from "../kernel/errors.ts";
import type { RequestKind } from "../kernel/requests/request-kind.ts";
import {
  planRequest,
  type RequestOrigin,
  type Submitted,
  submitRequest,
} from "../kernel/requests/submit-request.ts";
import { newUuid } from "../kernel/text/uuid.ts";
import { keepValues } from "../values/taken-values.ts";

/** What people are asked for in the place of a call: a kind of request with its input. */
export interface Wish {
  needs: Permission;
  /** What its plan says of who has to approve; throws what the kind refuses. */
  plan(ctx: Context<ConsoleUserActor>): Promise<Permission | undefined>;
  submit(ctx: Context<ConsoleUserActor>, place: RequestOrigin): Promise<Submitted>;
}

interface Besides {
  /** Sealed until its run has used it; it stands in no input. */
  secret?: unknown;
  /** Why it is asked for, in the caller's words. */
  reason?: string | null | undefined;
}

/** A wish for a request of this kind. */
export function wishFor<Input>(
  kind: RequestKind<Input>,
  input: Input,
  { secret, reason }: Besides = {},
): Wish {
  return {
    needs: kind.needs,
    plan: async (ctx) => (await planRequest(ctx, kind, input)).approval?.needs,
    async submit(ctx, place) {
      const submitted = await submitRequest(ctx, kind, input, { ...place, ...(reason && { reason }) });
      if (secret !== undefined) await keepValues(ctx, submitted.requestId, secret);
      return submitted;
    },
  };
}

/**
 * Asks people, in Slack, for what an application may not do by itself: those who can approve get its card and its note
 * directly. The id of the Request; undefined where nobody of them is in Slack. Throws what the kind refuses, and conflict where
 * the same waits already.
 */
export async function askPeople(ctx: Context<ConsoleUserActor>, wish: Wish): Promise<string | undefined> {
  const needs = (await wish.plan(ctx)) ?? managing(wish.needs);
  const chatUserId = await whomToAsk(ctx, needs);
  if (chatUserId === undefined) return undefined;
  await requireRoom(ctx);
  const place = { channelId: chatUserId, chatUserId, idempotencyKey: `api-${newUuid()}` };
  return (await asOneTransaction(ctx, (inOne) => wish.submit(inOne, place))).requestId;
}

/** So many of its requests may wait for people at once: each is a card and messages to everybody who may approve it. */
export const waitingAtMost = 20;

/** Throws conflict where people have not decided on as many already. */
async function requireRoom({ db, actor }: Context<ConsoleUserActor>): Promise<void> {
  const waiting = await db.request.count({ where: { apiClientId: actor.id, status: "awaitingApproval" } });
  if (waiting < waitingAtMost) return;
  throw new DomainError(
    "conflict",
    `People have not decided yet on ${waiting} requests of this application. Wait for them, or cancel some; nothing was asked.`,
  );
}

/** In whose direct messages its card stands: the first who may approve it. The others get its note directly as well. */
async function whomToAsk(
  { db, actor }: Context<ConsoleUserActor>,
  needs: Permission,
): Promise<string | undefined> {
  const linked = await db.consoleUser.findMany({
    where: { ...active, chatUserId: { not: null } },
    orderBy: { createdAt: "asc" },
  });
  const client = await db.apiClient.findUnique({ where: { id: actor.id }, select: { knownTo: true } });
  const mayApprove = (user: ConsoleUser) =>
    allows(accessOf(user), needs) && client?.knownTo.includes(user.id) !== true;
  return linked.find(mayApprove)?.chatUserId ?? undefined;
}

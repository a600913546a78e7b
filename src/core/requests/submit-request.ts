import { recordAudit } from "../audit/record-audit.ts";
import { requirePermission } from "../console-users/require-permission.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { outdateHome } from "../home/outdate-home.ts";
import type { Nudge } from "../jobs/queue.ts";
import { isUniqueViolation } from "../unique-violation.ts";
import type { DefinedRequest } from "./define-request.ts";
import { drawNudge, nudge, runNudge } from "./nudge.ts";
import type { Plan } from "./plan.ts";

export interface Place {
  channelId: string;
  chatUserId: string;
  /** Names the delivery, so that the same one arriving twice makes one Request. */
  sourceKey: string;
}

export interface Submitted {
  requestId: string;
  plan: Plan;
  /** Written, but its requester has to say first that it is meant. */
  asked: boolean;
  /** False where the queue is down: recorded, and run when it is back. */
  queued: boolean;
  /** The delivery had been taken before; nothing was added. */
  repeated: boolean;
}

/** What a submission would do. Throws forbidden, and what the kind itself refuses. */
export async function planRequest<Input>(
  ctx: Context<ConsoleUserActor>,
  kind: DefinedRequest<Input>,
  input: Input,
): Promise<Plan> {
  await requirePermission(ctx, kind.needs, kind.kind);
  return kind.plan(ctx, input);
}

/**
 * Writes the Request, its card and its audit event in one transaction, then nudges the worker. What takes something
 * away is written as a draft, for `confirmRequest`.
 */
export async function submitRequest<Input>(
  ctx: Context<ConsoleUserActor>,
  kind: DefinedRequest<Input>,
  input: Input,
  place: Place,
): Promise<Submitted> {
  const plan = await planRequest(ctx, kind, input);
  try {
    const { requestId, homes } = await write(ctx, kind, input, plan, place);
    const nudges = [
      drawNudge({ job: kind.drawJob.name, requestId, key: "card" }),
      runNudge({ id: requestId, kind: kind.kind }),
    ];
    const queued = await nudge(ctx, [requestId], plan.asks ? homes : [...nudges, ...homes]);
    return { requestId, plan, asked: plan.asks, queued: queued && !plan.asks, repeated: false };
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const repeated = await ctx.db.request.findUnique({ where: { sourceKey: place.sourceKey } });
    if (!repeated) throw await alreadyOpen(ctx, plan.openKey);
    return { requestId: repeated.id, plan, asked: false, queued: true, repeated: true };
  }
}

function write<Input>(
  ctx: Context<ConsoleUserActor>,
  kind: DefinedRequest<Input>,
  input: Input,
  { accountId, openKey, asks }: Plan,
  place: Place,
): Promise<{ requestId: string; homes: Nudge[] }> {
  const now = ctx.clock();
  const checked = kind.input.parse(input) as Prisma.InputJsonObject;
  return ctx.db.$transaction(async (tx) => {
    const { id } = await tx.request.create({
      data: {
        kind: kind.kind,
        input: checked,
        requesterId: ctx.actor.id,
        ...(accountId && { accountId }),
        ...(asks ? { status: "draft", draftKey: openKey } : { openKey, enqueuedAt: now }),
        sourceKey: place.sourceKey,
        createdAt: now,
      },
      select: { id: true },
    });
    await tx.chatMessage.create({
      data: {
        requestId: id,
        key: "card",
        job: kind.drawJob.name,
        channelId: place.channelId,
        chatUserId: place.chatUserId,
        // A draft has no card: only its requester sees it.
        wantedVersion: asks ? 0 : 1,
        createdAt: now,
        enqueuedAt: now,
      },
      select: { id: true },
    });
    const homes = await outdateHome(tx, { consoleUserIds: [ctx.actor.id] }, now);
    await recordAudit(tx, ctx.actor, {
      action: asks ? "drafted" : "requested",
      subject: { kind: "request", id, name: kind.kind },
      ...(accountId && { accountId }),
      requestId: id,
      after: checked,
    });
    return { requestId: id, homes };
  });
}

/** Says who has asked for the same and is not answered yet. */
export async function alreadyOpen(ctx: Context<ConsoleUserActor>, openKey: string): Promise<DomainError> {
  const open = await ctx.db.request.findUnique({ where: { openKey }, include: { requester: true } });
  const who = open?.requesterId === ctx.actor.id ? "You" : (open?.requester?.email ?? "Somebody");
  return new DomainError(
    "conflict",
    `${who} asked for the same a moment ago. Nothing was added; watch that card.`,
  );
}

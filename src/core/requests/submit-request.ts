import { recordAudit } from "../audit/record-audit.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { isUniqueViolation } from "../unique-violation.ts";
import type { DefinedRequest } from "./define-request.ts";
import { drawNudge, nudge, runNudge } from "./nudge.ts";

export interface Submission<Input> {
  input: Input;
  accountId: string;
  /** What no second unfinished Request may ask for at the same time. */
  openKey: string;
  /** Where the request was made. */
  place: Place;
}

export interface Place {
  channelId: string;
  chatUserId: string;
  /** Names the delivery, so that the same one arriving twice makes one Request. */
  sourceKey: string;
}

export interface Submitted {
  requestId: string;
  /** False where the queue is down: recorded, and run when it is back. */
  queued: boolean;
  /** The delivery had been taken before; nothing was added. */
  repeated: boolean;
}

/** Writes the Request, its card and its audit event in one transaction, then nudges the worker. */
export async function submitRequest<Input>(
  ctx: Context<ConsoleUserActor>,
  kind: DefinedRequest<Input>,
  submission: Submission<Input>,
): Promise<Submitted> {
  try {
    const requestId = await write(ctx, kind, submission);
    const queued = await nudge(
      ctx,
      [requestId],
      [
        drawNudge({ job: kind.drawJob.name, requestId, key: "card" }),
        runNudge({ id: requestId, kind: kind.kind }),
      ],
    );
    return { requestId, queued, repeated: false };
  } catch (error) {
    return await alreadyThere(ctx, submission, error);
  }
}

function write<Input>(
  ctx: Context<ConsoleUserActor>,
  kind: DefinedRequest<Input>,
  { input, accountId, openKey, place }: Submission<Input>,
): Promise<string> {
  const now = ctx.clock();
  const checked = kind.input.parse(input) as Prisma.InputJsonObject;
  return ctx.db.$transaction(async (tx) => {
    const { id } = await tx.request.create({
      data: {
        kind: kind.kind,
        input: checked,
        requesterId: ctx.actor.id,
        accountId,
        openKey,
        sourceKey: place.sourceKey,
        createdAt: now,
        enqueuedAt: now,
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
        createdAt: now,
        enqueuedAt: now,
      },
      select: { id: true },
    });
    await recordAudit(tx, ctx.actor, {
      action: "requested",
      subject: { kind: "request", id, name: kind.kind },
      accountId,
      requestId: id,
      after: checked,
    });
    return id;
  });
}

async function alreadyThere<Input>(
  ctx: Context<ConsoleUserActor>,
  { openKey, place }: Submission<Input>,
  error: unknown,
): Promise<Submitted> {
  if (!isUniqueViolation(error)) throw error;
  const repeated = await ctx.db.request.findUnique({ where: { sourceKey: place.sourceKey } });
  if (repeated) return { requestId: repeated.id, queued: true, repeated: true };
  const open = await ctx.db.request.findUnique({ where: { openKey }, include: { requester: true } });
  const who = open?.requesterId === ctx.actor.id ? "You" : (open?.requester?.email ?? "Somebody");
  throw new DomainError(
    "conflict",
    `${who} asked for the same a moment ago. Nothing was added; watch that card.`,
  );
}

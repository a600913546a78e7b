import { z } from "zod";
import { readStandings } from "../console-users/chat-standing.ts";
import { nameOf } from "../console-users/console-user-name.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { type Approvable, hasDecided } from "./approvals.ts";
import { decideRequest, requireCurrent, unlessRaced } from "./decide-request.ts";
import { inTheWayOf, inTheWayWords, possibleApprovers } from "./going-alone.ts";
import { hasFullAccess, loadForRequester, refused, requireOpen } from "./load-open-approval.ts";
import { enterQueueOrApproval } from "./enter-queue-or-approval.ts";

/** What has to be typed, so that nobody goes on alone by a slip. */
export const aloneWords = "I am the only one";

const normal = (text: string) => text.trim().replace(/\s+/gu, " ").toLowerCase();

export const aloneForm = z.object({
  typed: z
    .string({ error: `Type “${aloneWords}” to go on.` })
    .refine((text) => normal(text) === normal(aloneWords), `Type “${aloneWords}” to go on.`),
});

/**
 * A requester with Full Access goes on alone, where nobody is left who could approve: marked as such in the vote and the
 * audit. Throws forbidden, audited, and conflict.
 */
export function approveAlone(
  ctx: Context<ConsoleUserActor>,
  requestId: string,
  { typed }: z.infer<typeof aloneForm>,
): Promise<boolean> {
  return unlessRaced(async () => {
    const request = await loadForRequester(ctx, requestId);
    requireOpen(ctx, request);
    await requireCurrent(ctx, request);
    await requireAlone(ctx, request);
    if (hasDecided(ctx, request, ctx.actor.id))
      throw new DomainError("conflict", "You have confirmed this already.");
    const now = ctx.clock();
    return decideRequest(ctx, request, {
      vote: { decision: "approve", alone: true, reason: typed },
      data: { ...enterQueueOrApproval(ctx, false, now), approvedAt: now },
      action: "request-approved-alone",
      after: { alone: true, typed },
    });
  });
}

/** Throws forbidden, audited, naming who is in the way. The chat is asked anew who of those who could approve is still there. */
async function requireAlone(ctx: Context<ConsoleUserActor>, request: Approvable): Promise<void> {
  if (!hasFullAccess(request))
    throw await refused(ctx, request, "You have no Full Access, so you cannot go on alone.");
  await readStandings(ctx, await possibleApprovers(ctx, request));
  const [first, ...others] = await inTheWayOf(ctx, request);
  if (!first) return;
  const lead = first.because === "approver" ? "Somebody else can approve this" : "You cannot go on alone";
  const more = others.length > 0 ? ` Besides: ${others.map(({ user }) => nameOf(user)).join(", ")}.` : "";
  throw await refused(ctx, request, `${lead}: ${inTheWayWords(first)}${more}`);
}

import { z } from "zod";
import type { ConsoleUserActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { type Approvable, approversLeft } from "./approvals.ts";
import { decideRequest, unlessRaced } from "./decide-request.ts";
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
    if (!(await mayGoOnAlone(ctx, request)))
      throw await refused(
        ctx,
        request,
        "Somebody else can approve this, or you have no Full Access. Its thread shows who can.",
      );
    if (request.votes.some(({ voterId }) => voterId === ctx.actor.id))
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

/** Whether nobody else is left to approve, and its requester has Full Access. */
export async function mayGoOnAlone({ db }: Pick<Context, "db">, request: Approvable): Promise<boolean> {
  if (request.status !== "awaitingApproval" || !hasFullAccess(request)) return false;
  const everyone = await db.consoleUser.findMany({ where: { removedAt: null } });
  return approversLeft(request, everyone).length === 0;
}

import { recordAudit } from "../audit/record-audit.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { holderOf, holderSubject, type SessionActor } from "./session-holder.ts";

/** Ends one of the actor's own sessions. Throws not-found for any other, and for one that is over. */
export async function endSession(
  ctx: Context<SessionActor>,
  { sessionId, action = "session-ended" }: { sessionId: string; action?: "session-ended" | "signed-out" },
): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { id: sessionId, ...holderOf(ctx.actor) } });
    if (count === 0) throw new DomainError("not-found", "This session has ended already.");
    await recordAudit(tx, ctx, { action, subject: holderSubject(ctx.actor) });
  });
}

import { recordAudit } from "../audit/record-audit.ts";
import type { Context } from "../context.ts";
import { endSessions } from "./end-sessions.ts";
import { holderOf, holderSubject, type SessionActor } from "./session-holder.ts";

/** Ends all of the actor's sessions but this one. Returns how many there were. */
export function endOtherSessions(ctx: Context<SessionActor>, sessionId: string): Promise<number> {
  return ctx.db.$transaction(async (tx) => {
    const ended = await endSessions(tx, holderOf(ctx.actor), sessionId);
    if (ended > 0)
      await recordAudit(tx, ctx, {
        action: "sessions-ended",
        subject: holderSubject(ctx.actor),
        after: { sessions: ended },
      });
    return ended;
  });
}

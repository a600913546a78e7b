import type { Context } from "../context.ts";
import type { Session } from "../generated/prisma/client.ts";
import { over } from "./session-life.ts";
import { holderOf, type SessionActor } from "./session-holder.ts";

const atMost = 50;

/** The actor's own sessions that last, the one used last first. */
export function listSessions(ctx: Context<SessionActor>): Promise<Session[]> {
  return ctx.db.session.findMany({
    where: { ...holderOf(ctx.actor), NOT: over(ctx.clock()) },
    orderBy: [{ seenAt: "desc" }, { id: "desc" }],
    take: atMost,
  });
}

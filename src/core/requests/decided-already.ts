import type { ConsoleUserActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";

/** For whoever comes second: who was faster, and with what. */
export async function decidedAlready(
  ctx: Context<ConsoleUserActor>,
  requestId: string,
): Promise<DomainError> {
  const event = await ctx.db.auditEvent.findFirst({
    where: { requestId, action: { in: ["request-retried", "request-cancelled"] } },
    orderBy: { id: "desc" },
  });
  if (!event) return new DomainError("conflict", "This is not failed any more. Watch its card.");
  const who = event.actorId === ctx.actor.id ? "You have" : `${event.actorName} has`;
  const what = event.action === "request-retried" ? "had it tried again" : "cancelled it";
  return new DomainError("conflict", `${who} ${what} already. Nothing was added; watch its card.`);
}

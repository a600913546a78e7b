import { recordAudit } from "../audit/record-audit.ts";
import { DomainError } from "../errors.ts";
import type { ConsoleUser } from "../generated/prisma/client.ts";
import { endSessions } from "../sessions/end-sessions.ts";
import { accessOf, active } from "./access.ts";
import type { OperatorContext } from "./add-console-user.ts";
import { unlinked } from "./chat-link.ts";
import { nameOf } from "./console-user-name.ts";
import { accessWords } from "./permission-words.ts";
import { lockConsoleUsers } from "./require-access-change.ts";
import { requireKnown } from "./set-console-password.ts";
import { stopUnstarted } from "./stop-requests.ts";

/**
 * Takes somebody out of the Console from the command line, for a team that can no longer approve it among themselves. What
 * they asked for is stopped; a worker that has it queued ends it, and the sweep draws the cards. Throws not-found and conflict.
 */
export async function removeByOperator(
  ctx: OperatorContext,
  { email }: { email: string },
): Promise<ConsoleUser> {
  const removed = await ctx.db.$transaction(async (tx) => {
    await lockConsoleUsers(tx);
    const user = await requireKnown(tx, email);
    const others = await tx.consoleUser.count({
      where: { ...active, fullAccess: true, id: { not: user.id } },
    });
    if (user.fullAccess && others === 0) throw lastOne(user);
    const data = { removedAt: ctx.clock(), passwordHash: null, ...unlinked };
    await tx.consoleUser.update({ where: { id: user.id }, data });
    await endSessions(tx, { consoleUserId: user.id });
    await recordAudit(tx, ctx, {
      action: "console-user-removed",
      subject: { kind: "console-user", id: user.id, name: nameOf(user) },
      before: { access: accessWords(accessOf(user)), chatUserId: user.chatUserId },
      after: { removed: true, chatUserId: null },
    });
    return user;
  });
  await stopUnstarted(ctx, removed.id, "Whoever asked for this was removed from the Console Users.");
  return removed;
}

function lastOne(user: ConsoleUser): DomainError {
  const sentence = `${nameOf(user)} is the last Console User with Full Access, and can be neither removed, reduced nor frozen.`;
  return new DomainError("conflict", `${sentence} Add another one with --full-access first.`, "email");
}

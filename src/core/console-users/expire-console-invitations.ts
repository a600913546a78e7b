import { type Auditing, by, recordAudit } from "../kernel/audit/record-audit.ts";
import { systemActor } from "../kernel/audit/system-actor.ts";
import type { App } from "../context.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { expiredLinks, revokeLinks } from "../kernel/links/secret-link.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { invalidateCard } from "../kernel/requests/invalidate-card.ts";

/** Ends invitations to the Console whose time has run out, and has their cards say so. Returns how many. */
export async function expireConsoleInvitations(app: App): Promise<number> {
  const expired = await expiredLinks(app, "consoleInvitation");
  return expired
    ? endConsoleInvitations(app, by(app, systemActor), expired, "console-invitation-expired")
    : 0;
}

/** Ends those of these links that nobody has used, and has their cards say so. Returns how many. */
export function endConsoleInvitations(
  app: App,
  who: Auditing,
  where: Prisma.SecretLinkWhereInput,
  action: "console-invitation-expired" | "console-invitation-revoked",
): Promise<number> {
  const now = app.clock();
  return transact(app, async (tx, after) => {
    const links = await revokeLinks(tx, { ...where, purpose: "consoleInvitation" }, now);
    const linkId = { in: links.map(({ id }) => id) };
    const ended = await tx.consoleInvitation.findMany({ where: { linkId }, orderBy: { id: "asc" } });
    for (const { requestId } of ended) if (requestId) await invalidateCard(tx, after, requestId, now);
    for (const { id, email, requestId } of ended) {
      await recordAudit(tx, who, {
        action,
        subject: { kind: "console-invitation", id, name: email },
        requestId,
      });
    }
    return ended.length;
  });
}

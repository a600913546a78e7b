import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import { applyOnce } from "../kernel/requests/require-approved.ts";
import type { RequestRow } from "../kernel/requests/request-kind.ts";
import { newLink, revokeLinks } from "../kernel/links/secret-link.ts";
import { addressKey } from "../kernel/text/identity-key.ts";
import { type Access, noAccess, accessWords } from "../kernel/access/access.ts";
import { openConsoleInvitation, type LoadedConsoleInvitation } from "./revoke-console-invitation.ts";
import { lockAccess, requireAccessChange } from "../kernel/access/require-access-change.ts";

export type ConsoleInvitationOutcome = "invited" | "already-console-user" | "already-invited";

/** Writes the invitation, once, unless the address has become a Console User or was invited in the meantime. */
export function applyConsoleInvitation(
  ctx: Context<ConsoleUserActor>,
  request: RequestRow,
  { email, access }: { email: string; access: Access },
): Promise<ConsoleInvitationOutcome> {
  return applyOnce(ctx, request, async (tx) => {
    const actor = await lockAccess(tx, ctx.actor);
    await requireAccessChange({ db: tx }, actor, { before: noAccess, after: access });
    const emailKey = addressKey(email);
    const known = await tx.consoleUser.findUnique({ where: { emailKey } });
    if (known && !known.removedAt) return "already-console-user";
    const open = await openConsoleInvitation({ db: tx }, emailKey, ctx.clock());
    if (open && !isOrphan(open)) return "already-invited";
    if (open) await revokeLinks(tx, { id: open.linkId }, ctx.clock());
    await create(ctx, tx, request.id, { email, access });
    return "invited";
  });
}

/** Left open by a Request that failed before its mail went out: nobody holds its link. */
function isOrphan(open: LoadedConsoleInvitation): boolean {
  return !open.link.handedOverAt && open.request?.status !== "queued";
}

async function create(
  ctx: Context<ConsoleUserActor>,
  tx: Transaction,
  requestId: string,
  { email, access }: { email: string; access: Access },
): Promise<void> {
  const link = newLink(ctx, { purpose: "consoleInvitation" });
  await tx.secretLink.create({ data: link, select: { id: true } });
  const { id } = await tx.consoleInvitation.create({
    data: {
      email,
      emailKey: addressKey(email),
      fullAccess: access.fullAccess,
      permissions: access.permissions,
      requestId,
      linkId: link.id,
      createdAt: link.createdAt,
    },
    select: { id: true },
  });
  await recordAudit(tx, ctx, {
    action: "console-invitation-created",
    subject: { kind: "console-invitation", id, name: email },
    requestId,
    after: { access: accessWords(access), expiresAt: link.expiresAt.toISOString() },
  });
}

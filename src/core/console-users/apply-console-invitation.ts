import { recordAudit } from "../kernel/audit/record-audit.ts";
import { after, days } from "../kernel/time/clock.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import type { ConsoleInvitation, Request } from "../generated/prisma/client.ts";
import { applyOnce } from "../kernel/requests/require-approved.ts";
import type { RequestRow } from "../kernel/requests/request-kind.ts";
import { seal } from "../kernel/secrets/seal.ts";
import { hashToken, newToken } from "../kernel/secrets/token.ts";
import { addressKey } from "../kernel/text/identity-key.ts";
import { newUuid } from "../kernel/text/uuid.ts";
import { type Access, noAccess, accessWords } from "../kernel/access/access.ts";
import { openConsoleInvitation } from "./revoke-console-invitation.ts";
import { lockAccess, requireAccessChange } from "../kernel/access/require-access-change.ts";

export type ConsoleInvitationOutcome = "invited" | "already-console-user" | "already-invited";

export const consoleInvitationLifeMs = days(7);
export const consoleTokenPurpose = (invitationId: string) => `console-invitation:${invitationId}`;

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
    if (open) {
      const end = { revokedAt: ctx.clock(), tokenSealed: null };
      await tx.consoleInvitation.update({ where: { id: open.id }, data: end });
    }
    await create(ctx, tx, request.id, { email, access });
    return "invited";
  });
}

/** Left open by a Request that failed before its mail went out: nobody holds its link. */
function isOrphan(open: ConsoleInvitation & { request: Request | null }): boolean {
  return !open.mailHandedOverAt && open.request?.status !== "queued";
}

async function create(
  ctx: Context<ConsoleUserActor>,
  tx: Transaction,
  requestId: string,
  { email, access }: { email: string; access: Access },
): Promise<void> {
  const now = ctx.clock();
  const token = newToken();
  const id = newUuid();
  const expiresAt = after(now, consoleInvitationLifeMs);
  await tx.consoleInvitation.create({
    data: {
      id,
      email,
      emailKey: addressKey(email),
      fullAccess: access.fullAccess,
      permissions: access.permissions,
      requestId,
      tokenHash: hashToken(token),
      tokenSealed: seal(ctx.secretKeys, consoleTokenPurpose(id), token),
      expiresAt,
      createdAt: now,
    },
    select: { id: true },
  });
  await recordAudit(tx, ctx, {
    action: "console-invitation-created",
    subject: { kind: "console-invitation", id, name: email },
    requestId,
    after: { access: accessWords(access), expiresAt: expiresAt.toISOString() },
  });
}

import type { App } from "../context.ts";
import type { AuditEntry } from "../kernel/audit/record-audit.ts";
import { levelOf } from "../kernel/levels/require-level.ts";
import { seal } from "../kernel/secrets/seal.ts";
import { hashToken, newToken } from "../kernel/secrets/token.ts";
import { addressKey } from "../kernel/text/identity-key.ts";
import { newUuid } from "../kernel/text/uuid.ts";
import { after, days } from "../kernel/time/clock.ts";
import type { InviteUserInput } from "./read-address-file.ts";

export const invitationLifeMs = days(7);
export const tokenPurpose = (invitationId: string) => `invitation:${invitationId}`;

export type NewInvitation = ReturnType<typeof newInvitation>;

/** The columns of an Invitation with a fresh link. */
export function newInvitation(
  { clock, secretKeys }: Pick<App, "clock" | "secretKeys">,
  { accountId, email, asAdministrator }: InviteUserInput,
) {
  const [id, token, createdAt] = [newUuid(), newToken(), clock()];
  return {
    id,
    accountId,
    email,
    emailKey: addressKey(email),
    asAdministrator,
    tokenHash: hashToken(token),
    tokenSealed: seal(secretKeys, tokenPurpose(id), token),
    expiresAt: after(createdAt, invitationLifeMs),
    createdAt,
  };
}

/** What the audit says of it. */
export function invitationEvent(invitation: NewInvitation, requestId: string | null): AuditEntry {
  const { id, email, accountId, asAdministrator, expiresAt } = invitation;
  return {
    action: "invitation-created",
    subject: { kind: "invitation", id, name: email },
    accountId,
    requestId,
    after: { level: levelOf(asAdministrator), expiresAt: expiresAt.toISOString() },
  };
}

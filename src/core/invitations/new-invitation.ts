import type { App } from "../context.ts";
import type { Invitation, SecretLink } from "../generated/prisma/client.ts";
import type { AuditEntry } from "../kernel/audit/record-audit.ts";
import { levelOf } from "../kernel/levels/require-level.ts";
import { newLink } from "../kernel/links/secret-link.ts";
import { addressKey } from "../kernel/text/identity-key.ts";
import { newUuid } from "../kernel/text/uuid.ts";
import type { InviteUserInput } from "./read-address-file.ts";

export type NewInvitation = ReturnType<typeof newInvitation>;

/** The columns of an Invitation, and of its link. */
export function newInvitation(
  ctx: Pick<App, "clock" | "secretKeys">,
  { accountId, email, asAdministrator }: InviteUserInput,
) {
  const link = newLink(ctx, { purpose: "invitation" });
  const { id: linkId, createdAt } = link;
  const emailKey = addressKey(email);
  return {
    invitation: { id: newUuid(), accountId, email, emailKey, asAdministrator, linkId, createdAt },
    link,
  };
}

/** What the audit says of it. */
export function invitationEvent(
  { id, email, accountId, asAdministrator }: NewInvitation["invitation"],
  { expiresAt }: Pick<SecretLink, "expiresAt">,
  requestId: Invitation["requestId"],
): AuditEntry {
  return {
    action: "invitation-created",
    subject: { kind: "invitation", id, name: email },
    accountId,
    requestId,
    after: { level: levelOf(asAdministrator), expiresAt: expiresAt.toISOString() },
  };
}

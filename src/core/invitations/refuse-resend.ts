import { accountLabel } from "../accounts/account-name.ts";
import { after, minutes } from "../clock.ts";
import type { App } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import { invitationState, openInvitation } from "./open-invitation.ts";
import type { LoadedInvitation } from "./load-invitation.ts";

const atMost = 3;
const withinMs = minutes(10);

/** Throws conflict where no new link can be issued: it was used or revoked, another is open, or it was done too often. */
export async function refuseResend(
  db: App["db"] | Transaction,
  invitation: LoadedInvitation,
  now: Date,
): Promise<void> {
  const { email, account, emailKey, accountId } = invitation;
  const what = `The invitation of ${email} to ${accountLabel(account)}`;
  const state = invitationState(invitation, now);
  if (state === "accepted" || state === "revoked") {
    throw conflict(`${what} was ${state}. There is nothing to resend.`);
  }
  const open = await openInvitation(db, accountId, emailKey);
  if (open && open.id !== invitation.id)
    throw conflict(`${what} has a newer one, which is open. Resend that.`);
  const member = await db.membership.count({ where: { accountId, user: { emailKey } } });
  if (member > 0)
    throw conflict(`${email} is a member of ${accountLabel(account)} by now. Nothing was sent.`);
  const again = await resendableAt(db, invitation.id);
  if (again && again > now) {
    const time = again.toISOString().slice(11, 16);
    throw conflict(
      `${what} was resent ${atMost} times within ten minutes. Try again after ${time} UTC, and have them look among unwanted mail.`,
    );
  }
}

/** What the limit counts by, in the audit of each resend. */
export const resentAs = "invitation-resent";

async function resendableAt(db: App["db"] | Transaction, invitationId: string): Promise<Date | undefined> {
  const latest = await db.auditEvent.findMany({
    where: { subjectKind: "invitation", subjectId: invitationId, action: resentAs },
    orderBy: { id: "desc" },
    take: atMost,
    select: { after: true },
  });
  const oldest = latest.length === atMost ? (latest.at(-1)?.after as { at?: string } | null) : undefined;
  return oldest?.at ? after(new Date(oldest.at), withinMs) : undefined;
}

function conflict(sentence: string): DomainError {
  return new DomainError("conflict", sentence, "email");
}

import { accountLabel } from "../accounts/account-name.ts";
import type { App } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import { invitationState, openInvitation } from "./open-invitation.ts";
import type { LoadedInvitation } from "./load-invitation.ts";
import { refuseTooOften } from "./resend-limit.ts";

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
  await refuseTooOften(db, { kind: "invitation", id: invitation.id, what }, now);
}

function conflict(sentence: string): DomainError {
  return new DomainError("conflict", sentence, "email");
}

import type { Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import { refuseTooOften } from "../invitations/resend-limit.ts";
import { consoleInvitationState, openConsoleInvitation } from "./console-invitation-state.ts";
import { isBacked } from "./find-console-invitation.ts";
import type { LoadedConsoleInvitation } from "./pending-console-invitation.ts";

/** Throws conflict where no new link can be issued. */
export async function refuseConsoleResend(
  db: Context["db"] | Transaction,
  invitation: LoadedConsoleInvitation,
  now: Date,
): Promise<void> {
  const { id, email, emailKey, request } = invitation;
  const what = `The invitation of ${email} to the Console`;
  const state = consoleInvitationState(invitation, now);
  if (state === "accepted" || state === "revoked")
    throw conflict(`${what} was ${state}. There is nothing to resend.`);
  const user = await db.consoleUser.findUnique({ where: { emailKey } });
  if (user && !user.removedAt) throw conflict(`${email} is a Console User by now. Nothing was sent.`);
  const open = await openConsoleInvitation({ db }, emailKey, now);
  if (open && open.id !== id) throw conflict(`${what} has a newer one, which is open. Resend that.`);
  if (!isBacked(invitation, request?.requester ?? undefined))
    throw conflict(
      `Whoever invited ${email} may not give that any more. Revoke it, then /cyclr invite-console-user.`,
    );
  await refuseTooOften(db, { kind: "console-invitation", id, what }, now);
}

function conflict(sentence: string): DomainError {
  return new DomainError("conflict", sentence, "email");
}

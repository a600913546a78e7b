import type { App } from "../context.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { hashToken } from "../secrets/token.ts";
import { joinsAtOnce } from "../users/handed-credentials.ts";
import { invitationState, type InvitationState } from "./open-invitation.ts";

export interface FoundInvitation {
  state: InvitationState;
  invitation: Prisma.InvitationGetPayload<{ include: { account: true } }>;
  /** Somebody with this address has a user by now: accepting gives that user the Membership. */
  username: string | undefined;
  /** That user needs a new password first: an Administrator's may be known to nobody else. */
  choosesPassword: boolean;
}

/** The Invitation behind a link, whatever its state. Undefined where the link was never ours, or was replaced. */
export async function findInvitation(app: App, token: string): Promise<FoundInvitation | undefined> {
  const invitation = await app.db.invitation.findUnique({
    where: { tokenHash: hashToken(token) },
    include: { account: true },
  });
  if (!invitation) return undefined;
  const user = await app.db.user.findUnique({ where: { emailKey: invitation.emailKey } });
  return {
    invitation,
    state: invitationState(invitation, app.clock()),
    username: user?.username,
    choosesPassword: user !== null && !joinsAtOnce(user, invitation.asAdministrator),
  };
}

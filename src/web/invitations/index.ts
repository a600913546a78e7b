import type { WebFeature } from "../http/web-feature.ts";
import { acceptedInvitation, invitation } from "./invitation-route.tsx";
import {
  inviteManyRoute,
  inviteRoute,
  listInvitationsRoute,
  readInvitationRoute,
  resendInvitationRoute,
  revokeInvitationRoute,
} from "./invitations-of-partner.ts";
import { accountInvitations } from "./invitations.tsx";
import { inviteToAccount } from "./invite.tsx";

export const invitations: WebFeature = {
  pages: [acceptedInvitation, invitation, accountInvitations, inviteToAccount],
  calls: [
    listInvitationsRoute,
    readInvitationRoute,
    inviteRoute,
    inviteManyRoute,
    resendInvitationRoute,
    revokeInvitationRoute,
  ],
};

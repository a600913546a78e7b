import type { Feature } from "../feature.ts";
import { expireInvitations } from "./expire-invitations.ts";
import { inviteUserRequest } from "./invite-user-request.ts";
import { inviteUsersRequest } from "./invite-users-request.ts";
import { resendInvitationRequest } from "./resend-invitation.ts";
import { revokeInvitationRequest } from "./revoke-invitation.ts";
import { invitationMailing, membershipMailing } from "./send-invitation.ts";

export const invitations: Feature = {
  requests: [inviteUserRequest, inviteUsersRequest, resendInvitationRequest, revokeInvitationRequest],
  mailings: [invitationMailing, membershipMailing],
  sweeps: [expireInvitations],
};

import { revokeInvitationRequest } from "../../core/invitations/revoke-invitation.ts";
import { invitationCommand } from "./invitation-command.ts";

export const revokeInvitation = invitationCommand({
  name: "revoke-invitation",
  title: "Revoke an invitation",
  summary: "end an invitation that nobody has used; its link is dead",
  example: "pat@cedar.example to cedar",
  kind: revokeInvitationRequest,
});

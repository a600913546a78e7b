import { resendInvitationRequest } from "../../core/invitations/resend-invitation.ts";
import { invitationCommand } from "./invitation-command.ts";

export const resendInvitation = invitationCommand({
  name: "resend-invitation",
  title: "Resend an invitation",
  summary: "mail a new link, good for seven days; the earlier one is dead",
  example: "pat@cedar.example to cedar",
  kind: resendInvitationRequest,
  grantsAdministrator: "sometimes",
});

import { revokeConsoleInvitationRequest } from "../../core/console-users/revoke-console-invitation.ts";
import { consoleInvitationCommand } from "./console-invitation-command.ts";

export const revokeConsoleInvitation = consoleInvitationCommand({
  name: "revoke-console-invitation",
  title: "Revoke to the Console",
  summary: "end an invitation to the Console that nobody has used; its link is dead",
  example: "sam@northwind.example",
  kind: revokeConsoleInvitationRequest,
});

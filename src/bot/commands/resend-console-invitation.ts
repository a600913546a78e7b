import { resendConsoleInvitationRequest } from "../../core/console-users/resend-console-invitation.ts";
import { consoleInvitationCommand } from "./console-invitation-command.ts";

export const resendConsoleInvitation = consoleInvitationCommand({
  name: "resend-console-invitation",
  title: "Resend to the Console",
  summary: "mail a new link to the Console, good for seven days; the earlier one is dead",
  example: "sam@northwind.example",
  kind: resendConsoleInvitationRequest,
});

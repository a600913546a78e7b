import { resendConsoleInvitationRequest } from "../../core/console-users/resend-console-invitation.ts";
import { revokeConsoleInvitationRequest } from "../../core/console-users/revoke-console-invitation.ts";
import { resendConsoleAction, revokeConsoleAction } from "../commands/console-users-list.ts";
import { invitationButton } from "./invitation-buttons.ts";

export const resendConsoleButton = invitationButton(resendConsoleAction, resendConsoleInvitationRequest);
export const revokeConsoleButton = invitationButton(revokeConsoleAction, revokeConsoleInvitationRequest);

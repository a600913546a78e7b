import type { Feature } from "../feature.ts";
import { expireConsoleInvitations } from "./expire-console-invitations.ts";
import { freezeConsoleUserRequest, unfreezeConsoleUserRequest } from "./freeze-console-user.ts";
import { inviteConsoleUserRequest } from "./invite-console-user.ts";
import { removeConsoleUserRequest } from "./remove-console-user.ts";
import { resendConsoleInvitationRequest } from "./resend-console-invitation.ts";
import { revokeConsoleInvitationRequest } from "./revoke-console-invitation.ts";
import { setPermissionsRequest } from "./set-permissions.ts";
import { sweepDeliveries } from "./sweep-deliveries.ts";

export const consoleUsers: Feature = {
  requests: [
    inviteConsoleUserRequest,
    resendConsoleInvitationRequest,
    revokeConsoleInvitationRequest,
    setPermissionsRequest,
    freezeConsoleUserRequest,
    unfreezeConsoleUserRequest,
    removeConsoleUserRequest,
  ],
  sweeps: [expireConsoleInvitations, sweepDeliveries],
};

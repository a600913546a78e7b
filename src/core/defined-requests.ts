import { createApiClientRequest } from "./api-clients/create-api-client.ts";
import { revokeApiClientRequest } from "./api-clients/revoke-api-client.ts";
import { inviteUserRequest } from "./invitations/invite-user-request.ts";
import { inviteUsersRequest } from "./invitations/invite-users-request.ts";
import { resendInvitationRequest } from "./invitations/resend-invitation.ts";
import { revokeInvitationRequest } from "./invitations/revoke-invitation.ts";
import { changeSettingsRequest } from "./partner/change-settings.ts";
import { deployMarketplaceRequest } from "./marketplaces/deploy-request.ts";
import { changeMarketplaceRequest } from "./marketplaces/change-marketplace.ts";
import { grantAdministratorRequest } from "./memberships/grant-administrator.ts";
import { revokeAdministratorRequest } from "./memberships/revoke-administrator.ts";
import { freezeConsoleUserRequest, unfreezeConsoleUserRequest } from "./console-users/freeze-console-user.ts";
import { inviteConsoleUserRequest } from "./console-users/invite-console-user.ts";
import { removeConsoleUserRequest } from "./console-users/remove-console-user.ts";
import { setPermissionsRequest } from "./console-users/set-permissions.ts";
import { changeAccountSettingsRequest } from "./accounts/change-account-settings.ts";
import { createAccountRequest } from "./accounts/create-account.ts";
import { deleteAccountRequest } from "./accounts/delete-account.ts";
import { resumeAccountRequest, suspendAccountRequest } from "./accounts/suspend-account.ts";
import { resumeMembershipRequest, suspendMembershipRequest } from "./memberships/suspend-membership.ts";
import { addAccountsRequest } from "./memberships/add-accounts.ts";
import { removeUserRequest } from "./memberships/remove-user.ts";
import { setAdministratorsRequest } from "./memberships/set-administrators.ts";
import { createUserRequest } from "./users/create-user.ts";
import { deleteUserRequest } from "./users/delete-user.ts";
import { resendConsoleInvitationRequest } from "./console-users/resend-console-invitation.ts";
import { revokeConsoleInvitationRequest } from "./console-users/revoke-console-invitation.ts";
import { resetPasswordRequest } from "./users/reset-password.ts";

/** Every kind of request; a new one is one line. */
export const definedRequests = [
  inviteUserRequest,
  inviteUsersRequest,
  resendInvitationRequest,
  revokeInvitationRequest,
  grantAdministratorRequest,
  revokeAdministratorRequest,
  createUserRequest,
  addAccountsRequest,
  setAdministratorsRequest,
  removeUserRequest,
  deleteUserRequest,
  resetPasswordRequest,
  inviteConsoleUserRequest,
  resendConsoleInvitationRequest,
  revokeConsoleInvitationRequest,
  setPermissionsRequest,
  freezeConsoleUserRequest,
  unfreezeConsoleUserRequest,
  removeConsoleUserRequest,
  createAccountRequest,
  changeAccountSettingsRequest,
  suspendAccountRequest,
  resumeAccountRequest,
  suspendMembershipRequest,
  resumeMembershipRequest,
  deleteAccountRequest,
  changeMarketplaceRequest,
  createApiClientRequest,
  revokeApiClientRequest,
  deployMarketplaceRequest,
  changeSettingsRequest,
];

import { createApiClientRequest } from "../core/api-clients/create-api-client.ts";
import { revokeApiClientRequest } from "../core/api-clients/revoke-api-client.ts";
import { inviteUserRequest } from "../core/invitations/invite-user-request.ts";
import { inviteUsersRequest } from "../core/invitations/invite-users-request.ts";
import { resendInvitationRequest } from "../core/invitations/resend-invitation.ts";
import { revokeInvitationRequest } from "../core/invitations/revoke-invitation.ts";
import { reconcileHomeJob } from "../core/home/reconcile-home.ts";
import type { Job } from "../core/kernel/outbox/job.ts";
import { changeSettingsRequest } from "../core/partner/change-settings.ts";
import { deployMarketplaceRequest } from "../core/marketplaces/deploy-request.ts";
import { changeMarketplaceRequest } from "../core/marketplaces/change-marketplace.ts";
import { endGrantJob } from "../core/memberships/end-grant.ts";
import { grantAdministratorRequest } from "../core/memberships/grant-administrator.ts";
import { notifyCycleEventJob } from "../core/notifications/notify-cycle-event.ts";
import { revokeAdministratorRequest } from "../core/memberships/revoke-administrator.ts";
import {
  freezeConsoleUserRequest,
  unfreezeConsoleUserRequest,
} from "../core/console-users/freeze-console-user.ts";
import { inviteConsoleUserRequest } from "../core/console-users/invite-console-user.ts";
import { removeConsoleUserRequest } from "../core/console-users/remove-console-user.ts";
import { setPermissionsRequest } from "../core/console-users/set-permissions.ts";
import { changeAccountSettingsRequest } from "../core/accounts/change-account-settings.ts";
import { createAccountRequest } from "../core/accounts/create-account.ts";
import { deleteAccountRequest } from "../core/accounts/delete-account.ts";
import { resumeAccountRequest } from "../core/accounts/resume-account.ts";
import { suspendAccountRequest } from "../core/accounts/suspend-account.ts";
import { resumeMembershipRequest } from "../core/memberships/resume-membership.ts";
import { suspendMembershipRequest } from "../core/memberships/suspend-membership.ts";
import { addAccountsRequest } from "../core/memberships/add-accounts.ts";
import { removeUserRequest } from "../core/memberships/remove-user.ts";
import { setAdministratorsRequest } from "../core/memberships/set-administrators.ts";
import { createUserRequest } from "../core/users/create-user.ts";
import { deleteUserRequest } from "../core/users/delete-user.ts";
import { resendConsoleInvitationRequest } from "../core/console-users/resend-console-invitation.ts";
import { revokeConsoleInvitationRequest } from "../core/console-users/revoke-console-invitation.ts";
import { resetPasswordRequest } from "../core/users/reset-password.ts";

import { messageOutbox, requestOutbox } from "../core/requests/request-outbox.ts";
import { cycleEventOutbox } from "../core/cycles/cycle-event-task.ts";
import { homeOutbox } from "../core/home/invalidate-home.ts";
import { mailingOutbox } from "../core/mailings/mailing-task.ts";
import { approvalMailing } from "../core/requests/approval-mailing.ts";
import { sendMailingJob } from "../core/mailings/send-mailing.ts";
import { emailChangeMailing } from "../core/users/email-change-mailing.ts";
import { forgottenPasswordMailing } from "../core/users/forgotten-password-mailing.ts";
import { noticeMailing } from "../core/users/notice-mailing.ts";

import { invitationMailing } from "../core/invitations/invitation-mailing.ts";
import { membershipMailing } from "../core/invitations/membership-mailing.ts";

const mailings = [
  invitationMailing,
  membershipMailing,
  forgottenPasswordMailing,
  emailChangeMailing,
  noticeMailing,
  approvalMailing,
];

const requests = [
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

/** The kinds of request that there are, as the policy of approvals may name them. */
export const requestKinds = requests.map(({ kind }) => kind);

/** Every job that the worker takes; a new kind of request is one line. */
export const jobs: Job[] = [
  ...requests.flatMap(({ runJob, drawJob }): Job[] => [runJob, drawJob]),
  reconcileHomeJob(requests),
  sendMailingJob(mailings),
  notifyCycleEventJob,
  endGrantJob,
];

/** The tables whose rows say what is still to be done. */
export const outboxes = [requestOutbox, messageOutbox, homeOutbox, mailingOutbox, cycleEventOutbox];

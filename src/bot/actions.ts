import { type Action, nextPage } from "./slack/action.ts";
import { revokeClientButton, showSecretButton } from "./api-clients/api-clients.ts";
import { approve, cancel, deny, goOnAlone } from "./requests/approval-buttons.ts";
import { confirm, withdraw } from "./requests/confirmation.ts";
import { resendConsoleButton, revokeConsoleButton } from "./console-users/console-invitation-command.ts";
import { invitationsPage, resendButton, revokeButton } from "./invitations/invitation-list.ts";
import { retryFailed, showResults } from "./invitations/invite-results-command.ts";
import { cancelFailedRequest, retryFailedRequest, showDetails } from "./requests/failure-buttons.ts";
import { editMarketplaceButton } from "./marketplaces/edit-marketplace.ts";
import { enterValues } from "./values/enter-values.ts";
import { showLink } from "./marketplaces/show-sign-in-link.ts";
import { askForSecret, makeSecret } from "./partner/settings.ts";
import { openForms } from "./slack/open-form.ts";
import { allCommands } from "./slack/all-commands.ts";
import { administratorsPages } from "./memberships/administrators-page-buttons.ts";
import { editAdministrators } from "./memberships/admins-form.ts";
import { openUserForms } from "./users/user.ts";
import { extendAdministrator, giveBackAdministrator } from "./memberships/grant-admin.ts";
import { requestsPages } from "./requests/request-list.ts";
import { showPassword } from "./users/reset-password.ts";

/** What each button does. */
export const actions: Action[] = [
  confirm,
  withdraw,
  allCommands,
  nextPage,
  ...openForms,
  resendButton,
  revokeButton,
  resendConsoleButton,
  revokeConsoleButton,
  invitationsPage,
  showResults,
  showPassword,
  editAdministrators,
  ...administratorsPages,
  editMarketplaceButton,
  enterValues,
  askForSecret,
  makeSecret,
  showLink,
  ...openUserForms,
  retryFailed,
  approve,
  deny,
  goOnAlone,
  cancel,
  extendAdministrator,
  giveBackAdministrator,
  retryFailedRequest,
  cancelFailedRequest,
  showDetails,
  ...requestsPages,
  showSecretButton,
  revokeClientButton,
];

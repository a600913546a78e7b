import type { Action } from "../action.ts";
import { revokeClientButton, showSecretButton } from "./api-client-buttons.ts";
import { approve, cancel, deny, goOnAlone } from "./approval-buttons.ts";
import { confirm, withdraw } from "./confirm.ts";
import { resendConsoleButton, revokeConsoleButton } from "./console-invitation-buttons.ts";
import { invitationsPage, resendButton, revokeButton } from "./invitation-buttons.ts";
import { retryFailed, showResults } from "./invite-results.ts";
import { cancelFailedRequest, retryFailedRequest, showDetails } from "./failure-buttons.ts";
import { nextPage } from "./next-page.ts";
import { editMarketplaceButton } from "./edit-marketplace.ts";
import { enterValues } from "./enter-values.ts";
import { showLink } from "./show-sign-in-link.ts";
import { askForSecret, makeSecret } from "./notification-secret.ts";
import { openForms } from "./open-form.ts";
import { administratorsPages } from "./administrators-page.ts";
import { editAdministrators } from "./edit-administrators.ts";
import { openUserForms } from "./open-user-form.ts";
import { extendAdministrator, giveBackAdministrator } from "./temporary-administrator.ts";
import { requestsPages } from "./requests-page.ts";
import { showPassword } from "./show-temporary-password.ts";

/** What each button does. */
export const actions: Action[] = [
  confirm,
  withdraw,
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

import type { Action } from "../action.ts";
import { confirm, withdraw } from "./confirm.ts";
import { invitationsPage, resendButton, revokeButton } from "./invitation-buttons.ts";
import { retryFailed, showResults } from "./invite-results.ts";
import { nextPage } from "./next-page.ts";
import { openForms } from "./open-form.ts";

/** What each button does. */
export const actions: Action[] = [
  confirm,
  withdraw,
  nextPage,
  ...openForms,
  resendButton,
  revokeButton,
  invitationsPage,
  showResults,
  retryFailed,
];

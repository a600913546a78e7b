import type { BotFeature } from "../slack/bot-feature.ts";
import { resendInvitation, revokeInvitation } from "./invitation-command.ts";
import { invitations, invitationsPage, resendButton, revokeButton } from "./invitation-list.ts";
import { inviteResultsCommand, retryFailed, showResults } from "./invite-results-command.ts";
import { inviteResults } from "./invite-results.ts";
import { invite } from "./invite.ts";

export const invitationsBot: BotFeature = {
  commands: [invite, invitations, resendInvitation, revokeInvitation, inviteResultsCommand],
  actions: [resendButton, revokeButton, invitationsPage, showResults, retryFailed],
  listings: [inviteResults],
};

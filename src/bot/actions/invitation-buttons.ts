import { z } from "zod";
import { resendInvitationRequest } from "../../core/invitations/resend-invitation.ts";
import { revokeInvitationRequest } from "../../core/invitations/revoke-invitation.ts";
import type { DefinedRequest } from "../../core/requests/define-request.ts";
import type { Action } from "../action.ts";
import {
  invitationSearch,
  invitationsPageAction,
  resendAction,
  revokeAction,
  showInvitations,
} from "../invitation-list.ts";
import { withSearch } from "../listing.ts";
import { submitting } from "../submitting.ts";

export const resendButton = invitationButton(resendAction, resendInvitationRequest);
export const revokeButton = invitationButton(revokeAction, revokeInvitationRequest);

export function invitationButton(name: string, kind: DefinedRequest<{ invitationId: string }>): Action {
  return {
    name,
    run: ({ context, say, place, value }) =>
      submitting({ context, say, place, planOnly: false })(kind, { invitationId: value }),
  };
}

const pageValue = z.object({
  accountId: z.string().optional(),
  email: z.string().optional(),
  after: z.string(),
});

export const invitationsPage: Action = {
  name: invitationsPageAction,
  async run({ value, context, replace, modal }) {
    const [text, blocks] = await showInvitations(await context(), pageValue.parse(JSON.parse(value)));
    await replace(text, modal ? blocks : withSearch(blocks, invitationSearch));
  },
};

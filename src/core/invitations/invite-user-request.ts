import { defineRequest } from "../requests/define-request.ts";
import { applyInvitation } from "./apply-invitation.ts";
import { inviteUserCard } from "./invite-user-card.ts";
import { inviteUserInput } from "./invite-user-input.ts";
import { planInvitation } from "./plan-invitation.ts";
import { sendInvitation } from "./send-invitation.ts";
import { sendMembershipNotice } from "./send-membership-notice.ts";

export const inviteUserRequest = defineRequest({
  kind: "invite-user",
  input: inviteUserInput,
  needs: "users:edit",
  plan: planInvitation,
  async run(ctx, request, input) {
    const outcome = await applyInvitation(ctx, request, input);
    if (outcome === "invited") await sendInvitation(ctx, request);
    if (outcome === "added") await sendMembershipNotice(ctx, request, input);
    return outcome;
  },
  card: inviteUserCard,
});

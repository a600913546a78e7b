import { defineRequest } from "../requests/define-request.ts";
import { inviteUsersCard } from "./invite-users-card.ts";
import { inviteUsersInput } from "./invite-users-input.ts";
import { planBulkInvitation } from "./plan-bulk-invitation.ts";
import { runBulkInvitation } from "./run-bulk-invitation.ts";

/** Many addresses, in one Request with an item for each. */
export const inviteUsersRequest = defineRequest({
  kind: "invite-users",
  input: inviteUsersInput,
  needs: "users:edit",
  plan: planBulkInvitation,
  run: runBulkInvitation,
  card: inviteUsersCard,
});

import { suspendAccountRequest } from "../../core/accounts/suspend-account.ts";
import { suspendMembershipRequest } from "../../core/memberships/suspend-membership.ts";
import { suspensionCommand } from "./suspension-command.ts";

export const suspend = suspensionCommand({
  name: "suspend",
  title: "Suspend",
  summary: "suspend an Account, or one user on an Account, until it is resumed",
  example: "harbour because the invoice is not paid",
  ofAccount: suspendAccountRequest,
  ofMembership: suspendMembershipRequest,
});

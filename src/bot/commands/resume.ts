import { resumeAccountRequest } from "../../core/accounts/resume-account.ts";
import { resumeMembershipRequest } from "../../core/memberships/resume-membership.ts";
import { suspensionCommand } from "./suspension-command.ts";

export const resume = suspensionCommand({
  name: "resume",
  title: "Resume",
  summary: "end the suspension of an Account, or of one user on an Account",
  example: "harbour because the invoice is paid",
  ofAccount: resumeAccountRequest,
  ofMembership: resumeMembershipRequest,
  grantsAdministrator: "sometimes",
});

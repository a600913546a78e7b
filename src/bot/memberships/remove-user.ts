import { removeUserRequest } from "../../core/memberships/remove-user.ts";
import { revokeAdministratorRequest } from "../../core/memberships/revoke-administrator.ts";
import { accountArg } from "../accounts/delete-account.ts";
import { requestCommand } from "../slack/request-command.ts";
import { userArg } from "../users/delete-user.ts";

export const removeUser = requestCommand({
  name: "remove-user",
  area: "Users",
  summary: "remove a user from one Account, and keep the user",
  example: "hanna from harbour",
  title: "Remove from an Account",
  request: removeUserRequest,
  args: [userArg, { ...accountArg, keyword: "from" }],
});

export const revokeAdmin = requestCommand({
  name: "revoke-admin",
  area: "Users",
  summary: "take Administrator from a member, and leave Access",
  example: "hanna on harbour",
  title: "Revoke Administrator",
  request: revokeAdministratorRequest,
  args: [userArg, { ...accountArg, keyword: "on" }],
});

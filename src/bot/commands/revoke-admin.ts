import { revokeAdministratorRequest } from "../../core/memberships/revoke-administrator.ts";
import { levelCommand } from "./level-command.ts";

export const revokeAdmin = levelCommand({
  name: "revoke-admin",
  title: "Revoke Administrator",
  summary: "take Administrator from a member, who keeps Access",
  example: "hanna on harbour",
  kind: revokeAdministratorRequest,
});

import { grantAdministratorRequest } from "../../core/memberships/grant-administrator.ts";
import { levelCommand } from "./level-command.ts";

export const grantAdmin = levelCommand({
  name: "grant-admin",
  title: "Grant Administrator",
  summary: "make a member of an Account its Administrator",
  example: "hanna on harbour",
  kind: grantAdministratorRequest,
});

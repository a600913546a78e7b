import type { WebFeature } from "../http/web-feature.ts";
import { acceptedConsoleInvitation, consoleInvitation } from "./console-invitation.tsx";
import {
  freezeRoute,
  listConsoleUsersRoute,
  readConsoleUserRoute,
  removeConsoleUserRoute,
  setPermissionsRoute,
  unfreezeRoute,
} from "./console-users-of-partner.ts";

export const consoleUsers: WebFeature = {
  pages: [acceptedConsoleInvitation, consoleInvitation],
  calls: [
    listConsoleUsersRoute,
    readConsoleUserRoute,
    setPermissionsRoute,
    freezeRoute,
    unfreezeRoute,
    removeConsoleUserRoute,
  ],
};

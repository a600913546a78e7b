import type { WebFeature } from "../http/web-feature.ts";
import {
  giveAccessRoute,
  listAccountUsersRoute,
  removeAccountUserRoute,
  signInTokenRoute,
} from "./account-users.ts";
import {
  addMembershipsRoute,
  listMembershipsRoute,
  listUserMembershipsRoute,
  readMembershipRoute,
  removeMembershipRoute,
  resumeMembershipRoute,
  setLevelRoute,
  suspendMembershipRoute,
} from "./memberships-of-partner.ts";
import { accountUsersPage } from "./users.tsx";

export const memberships: WebFeature = {
  pages: [accountUsersPage],
  calls: [
    listAccountUsersRoute,
    giveAccessRoute,
    removeAccountUserRoute,
    signInTokenRoute,
    listMembershipsRoute,
    listUserMembershipsRoute,
    addMembershipsRoute,
    readMembershipRoute,
    setLevelRoute,
    removeMembershipRoute,
    suspendMembershipRoute,
    resumeMembershipRoute,
  ],
};

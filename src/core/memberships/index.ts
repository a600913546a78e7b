import type { Feature } from "../feature.ts";
import { addAccountsRequest } from "./add-accounts.ts";
import { endGrantJob, sweepGrants } from "./end-grant.ts";
import { grantAdministratorRequest } from "./grant-administrator.ts";
import { removeUserRequest } from "./remove-user.ts";
import { revokeAdministratorRequest } from "./revoke-administrator.ts";
import { setAdministratorsRequest } from "./set-administrators.ts";
import { suspendMembershipRequest, resumeMembershipRequest } from "./suspend-membership.ts";

export const memberships: Feature = {
  requests: [
    grantAdministratorRequest,
    revokeAdministratorRequest,
    addAccountsRequest,
    setAdministratorsRequest,
    removeUserRequest,
    suspendMembershipRequest,
    resumeMembershipRequest,
  ],
  jobs: [endGrantJob],
  sweeps: [sweepGrants],
};

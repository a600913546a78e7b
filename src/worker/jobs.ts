import { inviteUserRequest } from "../core/invitations/invite-user-request.ts";
import type { Job } from "../core/jobs/job.ts";
import { grantAdministratorRequest } from "../core/memberships/grant-administrator.ts";
import { revokeAdministratorRequest } from "../core/memberships/revoke-administrator.ts";

const requests = [inviteUserRequest, grantAdministratorRequest, revokeAdministratorRequest];

/** Every job that the worker takes; a new kind of request is one line. */
export const jobs: Job[] = requests.flatMap(({ runJob, drawJob }): Job[] => [runJob, drawJob]);

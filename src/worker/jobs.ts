import { inviteUserRequest } from "../core/invitations/invite-user-request.ts";
import type { Job } from "../core/jobs/job.ts";

/** Every job that the worker takes; a new kind of request is one line. */
export const jobs: Job[] = [inviteUserRequest].flatMap(({ runJob, drawJob }): Job[] => [runJob, drawJob]);

import { definedRequests } from "../core/defined-requests.ts";
import { reconcileHomeJob } from "../core/home/reconcile-home.ts";
import type { Job } from "../core/kernel/outbox/job.ts";
import { endGrantJob } from "../core/memberships/end-grant.ts";
import { notifyCycleEventJob } from "../core/notifications/notify-cycle-event.ts";

import { messageOutbox, requestOutbox } from "../core/requests/request-outbox.ts";
import { cycleEventOutbox } from "../core/cycles/cycle-event-task.ts";
import { homeOutbox } from "../core/home/invalidate-home.ts";
import { mailingOutbox } from "../core/mailings/mailing-task.ts";
import { approvalMailing } from "../core/requests/approval-mailing.ts";
import { sendMailingJob } from "../core/mailings/send-mailing.ts";
import { emailChangeMailing } from "../core/users/email-change-mailing.ts";
import { forgottenPasswordMailing } from "../core/users/forgotten-password-mailing.ts";
import { noticeMailing } from "../core/users/notice-mailing.ts";

import { invitationMailing } from "../core/invitations/invitation-mailing.ts";
import { membershipMailing } from "../core/invitations/membership-mailing.ts";

const mailings = [
  invitationMailing,
  membershipMailing,
  forgottenPasswordMailing,
  emailChangeMailing,
  noticeMailing,
  approvalMailing,
];

/** The kinds of request that there are, as the policy of approvals may name them. */
export const requestKinds = definedRequests.map(({ kind }) => kind);

/** Every job that the worker takes; a new kind of request is a line in `definedRequests`. */
export const jobs: Job[] = [
  ...definedRequests.flatMap(({ runJob, drawJob }): Job[] => [runJob, drawJob]),
  reconcileHomeJob(definedRequests),
  sendMailingJob(mailings),
  notifyCycleEventJob,
  endGrantJob,
];

/** The tables whose rows say what is still to be done. */
export const outboxes = [requestOutbox, messageOutbox, homeOutbox, mailingOutbox, cycleEventOutbox];

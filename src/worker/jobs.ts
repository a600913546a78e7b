import { definedRequests } from "../core/defined-requests.ts";
import { reconcileHomeJob } from "../core/home/reconcile-home.ts";
import type { Job } from "../core/kernel/outbox/job.ts";
import { endGrantJob } from "../core/memberships/end-grant.ts";
import { notifyCycleEventJob } from "../core/cycles/notify-cycle-event.ts";
import { messageOutbox, requestOutbox, homeOutbox } from "../core/kernel/requests/invalidate-card.ts";
import { cycleEventOutbox } from "../core/cycles/record-cycle-event.ts";
import { mailingOutbox, sendMailingJob } from "../core/kernel/outbox/mailing.ts";
import { approvalMailing } from "../core/kernel/requests/call-approvers.ts";
import { emailChangeMailing } from "../core/users/change-names.ts";
import { forgottenPasswordMailing } from "../core/users/forgotten-password-mailing.ts";
import { noticeMailing } from "../core/users/notice-mailing.ts";
import { invitationMailing, membershipMailing } from "../core/invitations/send-invitation.ts";

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

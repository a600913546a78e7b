import { accounts } from "./accounts/index.ts";
import { apiClients } from "./api-clients/index.ts";
import { cloud } from "./cloud/index.ts";
import { connectors } from "./connectors/index.ts";
import { consoleUsers } from "./console-users/index.ts";
import { cycles } from "./cycles/index.ts";
import { home } from "./home/index.ts";
import { invitations } from "./invitations/index.ts";
import { marketplaces } from "./marketplaces/index.ts";
import { memberships } from "./memberships/index.ts";
import { partner } from "./partner/index.ts";
import { users } from "./users/index.ts";
import { values } from "./values/index.ts";
import { webhooks } from "./webhooks/index.ts";
import type { Feature } from "./feature.ts";
import type { Job } from "./kernel/outbox/job.ts";
import { cloudEffectJob, cloudOutbox } from "./kernel/requests/cloud-effect.ts";
import { sweepChatRateLimits } from "./kernel/chat/chat-rate-limit.ts";
import { mailingOutbox, sendMailingJob, sweepMailings } from "./kernel/outbox/mailing.ts";
import { approvalMailing } from "./kernel/requests/call-approvers.ts";
import { expireDrafts } from "./kernel/requests/confirm-request.ts";
import { remindApprovers } from "./kernel/requests/enter-queue-or-approval.ts";
import { reconcileMessageJob } from "./kernel/requests/reconcile-message.ts";
import { runRequestJob } from "./kernel/requests/run-request.ts";
import { expireApprovals } from "./kernel/requests/expire-requests.ts";
import { homeOutbox, messageOutbox, requestOutbox } from "./kernel/requests/invalidate-card.ts";
import { linkSeal, sweepLinks } from "./kernel/links/secret-link.ts";
import { sweepSessions } from "./kernel/sessions/find-session.ts";
import { sweepRateLimits } from "./kernel/sessions/sweep-rate-limits.ts";

/** What all features share. */
const kernel: Feature = {
  mailings: [approvalMailing],
  outboxes: [requestOutbox, messageOutbox, homeOutbox, mailingOutbox, cloudOutbox],
  jobs: [cloudEffectJob],
  sweeps: [
    expireDrafts,
    expireApprovals,
    remindApprovers,
    sweepLinks,
    sweepSessions,
    sweepChatRateLimits,
    sweepMailings,
    sweepRateLimits,
  ],
  sealed: [{ table: "SecretLink", column: "tokenSealed", key: "id", purpose: linkSeal }],
};

/** One line a feature; everything below is collected from these. */
const features: Feature[] = [
  kernel,
  invitations,
  memberships,
  users,
  consoleUsers,
  accounts,
  marketplaces,
  apiClients,
  cloud,
  partner,
  cycles,
  connectors,
  values,
  webhooks,
  home,
];

function collect<Kind extends keyof Feature>(kind: Kind): NonNullable<Feature[Kind]>[number][] {
  return features.flatMap((feature): NonNullable<Feature[Kind]>[number][] => feature[kind] ?? []);
}

/** Every kind of request. */
export const definedRequests = collect("requests");

/** Every job that the worker takes. */
export const jobs: Job[] = [
  runRequestJob,
  reconcileMessageJob,
  ...collect("jobs"),
  sendMailingJob(collect("mailings")),
];

/** The tables whose rows say what is still to be done. */
export const outboxes = collect("outboxes");

/** In the order in which they run. */
export const sweeps = collect("sweeps");

/** Every column that holds something sealed; a test holds it against the schema. */
export const sealedColumns = collect("sealed");

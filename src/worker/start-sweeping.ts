import { setTimeout as sleep } from "node:timers/promises";
import { sweepAccessTokens } from "../core/api-clients/sweep-access-tokens.ts";
import { sweepChatLanes } from "../core/chat/chat-lanes.ts";
import type { App } from "../core/context.ts";
import { expireInvitations } from "../core/invitations/expire-invitations.ts";
import { expireApprovals } from "../core/requests/expire-approvals.ts";
import { remindApprovers } from "../core/requests/remind-approvers.ts";
import { expireDrafts } from "../core/requests/confirm-request.ts";
import { sweepHomes } from "../core/home/sweep-homes.ts";
import { sweepNotifications } from "../core/notifications/sweep-notifications.ts";
import { sweepGrants } from "../core/memberships/sweep-grants.ts";
import { sweep } from "../core/requests/sweep.ts";
import { sweepMailings } from "../core/mailings/sweep-mailings.ts";
import { sweepRateLimits } from "../core/rate-limits/sweep-rate-limits.ts";
import { sweepValues } from "../core/values/sweep-values.ts";
import { sweepSessions } from "../core/sessions/sweep-sessions.ts";
import { expireConsoleInvitations } from "../core/console-users/expire-console-invitations.ts";

const sweeps = [
  sweep,
  expireInvitations,
  expireDrafts,
  expireApprovals,
  remindApprovers,
  expireConsoleInvitations,
  sweepHomes,
  sweepNotifications,
  sweepValues,
  sweepSessions,
  sweepChatLanes,
  sweepMailings,
  sweepGrants,
  sweepAccessTokens,
  sweepRateLimits,
];

/** Sweeps at an interval, outside the queue, so that a queue that lost everything is filled again. */
export function startSweeping(app: App, everyMs: number): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = async (): Promise<void> => {
    while (!signal.aborted) {
      await sweepAll(app);
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  };
  const running = loop();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function sweepAll(app: App): Promise<void> {
  for (const one of sweeps) {
    try {
      await one(app);
    } catch (err) {
      app.log.warn({ err, sweep: one.name }, "sweep failed; the next one tries again");
    }
  }
}

import { setTimeout as sleep } from "node:timers/promises";
import { sweepAccessTokens } from "../core/api-clients/sweep-access-tokens.ts";
import { sweepChatRateLimits } from "../core/kernel/chat/chat-rate-limit.ts";
import type { App } from "../core/context.ts";
import { recover } from "../core/kernel/outbox/recover.ts";
import { expireInvitations } from "../core/invitations/expire-invitations.ts";
import { expireApprovals } from "../core/kernel/requests/expire-requests.ts";
import { remindApprovers } from "../core/kernel/requests/enter-queue-or-approval.ts";
import { expireDrafts } from "../core/kernel/requests/confirm-request.ts";
import { sweepGrants } from "../core/memberships/end-grant.ts";
import { sweepMailings } from "../core/kernel/outbox/mailing.ts";
import { sweepDeliveries } from "../core/console-users/sweep-deliveries.ts";
import { sweepRateLimits } from "../core/kernel/sessions/sweep-rate-limits.ts";
import { sweepValues } from "../core/values/sweep-values.ts";
import { sweepSeals } from "../core/kernel/secrets/sweep-seals.ts";
import { sweepSessions } from "../core/kernel/sessions/find-session.ts";
import { expireConsoleInvitations } from "../core/console-users/expire-console-invitations.ts";
import { outboxes } from "./jobs.ts";

/** In the order in which they run. */
export const sweeps = [
  expireInvitations,
  expireDrafts,
  expireApprovals,
  remindApprovers,
  expireConsoleInvitations,
  sweepValues,
  sweepSeals,
  sweepSessions,
  sweepChatRateLimits,
  sweepMailings,
  sweepGrants,
  sweepAccessTokens,
  sweepRateLimits,
  sweepDeliveries,
];

interface Stoppable {
  stop(): Promise<void>;
}

/** Sweeps at an interval, outside the queue, so that a queue that lost everything is filled again. */
export function startSweeping(app: App, everyMs: number): Stoppable {
  return repeat(everyMs, async () => {
    for (const sweep of sweeps) await tried(app, sweep);
  });
}

/** So long, at most, until what a dead process held is looked for. */
const recoverEveryMs = 3_000;

/** Recovers what was lost, in a loop of its own: people wait for it, and no other sweep holds it up. */
export function startRecovering(app: App, sweepMs: number): Stoppable {
  return repeat(Math.min(recoverEveryMs, sweepMs), () => tried(app, recoverAll));
}

const recoverAll = (app: App): Promise<number> => recover(app, outboxes);

function repeat(everyMs: number, work: () => Promise<void>): Stoppable {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = async (): Promise<void> => {
    while (!signal.aborted) {
      await work();
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

async function tried(app: App, one: (app: App) => Promise<number>): Promise<void> {
  try {
    await one(app);
  } catch (err) {
    // That the database is gone is told once, by the check itself, and not by every sweep.
    if ((await app.health.check({ anew: true })).database !== "ok") return;
    app.log.warn({ err, sweep: one.name }, "sweep failed; the next one tries again");
  }
}

import { after, days } from "../clock.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { type Count, countUpTo } from "./count.ts";
import { countRows } from "./count-rows.ts";
import { madeBetween, type Trend, trends } from "./trend.ts";

export interface Dashboard {
  accounts: { count: Count; trends: Trend[] };
  users: { count: Count; trends: Trend[] };
  invitations: { open: Count; sent: Trend[]; accepted: Count; expired: Count };
  deployments: { count: Count; trends: Trend[] };
  cycles: { active: Count; paused: Count };
  requests: { waiting: Count; failed: Trend[] };
}

/** Counts and trends of everything, for every Console User. Quick with a million rows as well. */
export async function loadDashboard(ctx: Context<ConsoleUserActor>): Promise<Dashboard> {
  const { db } = ctx;
  const now = ctx.clock();
  const [accounts, users, invitations, deployments, cycles, requests] = await Promise.all([
    both(
      countRows(ctx, "Account", () => db.account.count()),
      trends(now, (where, take) => db.account.count({ where, take })),
    ),
    both(
      countRows(ctx, "User", () => db.user.count()),
      trends(now, (where, take) => db.user.count({ where, take })),
    ),
    invitationsAt(ctx, now),
    both(
      countRows(ctx, "Deployment", () => db.deployment.count()),
      trends(now, (where, take) => db.deployment.count({ where, take })),
    ),
    cyclesNow(ctx),
    requestsAt(ctx, now),
  ]);
  return { accounts, users, invitations, deployments, cycles, requests };
}

async function both(counting: Promise<Count>, comparing: Promise<Trend[]>) {
  const [count, trends] = await Promise.all([counting, comparing]);
  return { count, trends };
}

async function invitationsAt({ db }: Context, now: Date): Promise<Dashboard["invitations"]> {
  const undecided = { acceptedAt: null, revokedAt: null, expiredAt: null };
  const lately = madeBetween(after(now, -days(30)), now);
  const outOfTime = { OR: [{ expiredAt: { not: null } }, { ...undecided, expiresAt: { lte: now } }] };
  const [open, sent, accepted, expired] = await Promise.all([
    countUpTo((take) => db.invitation.count({ where: { ...undecided, expiresAt: { gt: now } }, take })),
    trends(now, (where, take) => db.invitation.count({ where, take })),
    countUpTo((take) => db.invitation.count({ where: { ...lately, acceptedAt: { not: null } }, take })),
    countUpTo((take) => db.invitation.count({ where: { ...lately, ...outOfTime }, take })),
  ]);
  return { open, sent, accepted, expired };
}

async function cyclesNow({ db }: Context): Promise<Dashboard["cycles"]> {
  const [active, paused] = await Promise.all(
    (["Active", "Paused"] as const).map((status) =>
      countUpTo((take) => db.cycle.count({ where: { status }, take })),
    ),
  );
  const none = { number: 0, is: "exact" } as const;
  return { active: active ?? none, paused: paused ?? none };
}

async function requestsAt({ db }: Context, now: Date): Promise<Dashboard["requests"]> {
  const [waiting, failed] = await Promise.all([
    countUpTo((take) => db.request.count({ where: { status: "queued" }, take })),
    trends(now, (where, take) => db.request.count({ where: { ...where, status: "failed" }, take })),
  ]);
  return { waiting, failed };
}

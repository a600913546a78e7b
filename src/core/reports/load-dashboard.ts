import { openInvitationsAt, unended } from "../kernel/links/end-invitations.ts";
import { after, days } from "../kernel/time/clock.ts";
import type { ConsoleUserActor, Context, App } from "../context.ts";
import { uuidFloor } from "../kernel/text/uuid.ts";

/** A number as it was counted, or nearly so. */
interface Count {
  number: number;
  /** Exact; an estimate; or only known to be more than the number. */
  is: "exact" | "about" | "more";
}

/** Past this many rows, counting one by one takes longer than a person should wait. */
export const countedAtMost = 50_000;

/** Counts no further than that. */
export async function countUpTo(count: (take: number) => Promise<number>): Promise<Count> {
  const number = await count(countedAtMost + 1);
  return number > countedAtMost ? { number: countedAtMost, is: "more" } : { number, is: "exact" };
}

export function countWords({ number, is }: Count): string {
  const lead = { exact: "", about: "about ", more: "more than " }[is];
  return `${lead}${(is === "about" ? rounded(number) : number).toLocaleString("en-GB")}`;
}

/** Three digits are as many as an estimate is good for. */
function rounded(number: number): number {
  return Number(number.toPrecision(3));
}

/** How many came to be in the last days, and in as many days before. */
interface Trend {
  days: number;
  now: Count;
  before: Count;
}

/** Rows of a time, by their id: an index has these, and not when they were made. */
interface MadeBetween {
  id: { gte: string; lt: string };
}

type CountRows = (where: MadeBetween, take: number) => Promise<number>;

/** The last 7 and the last 30 days. */
function trends(now: Date, count: CountRows): Promise<Trend[]> {
  return Promise.all([7, 30].map((length) => trend(now, length, count)));
}

async function trend(now: Date, length: number, count: CountRows): Promise<Trend> {
  const [start, middle] = [after(now, -2 * days(length)), after(now, -days(length))];
  const [latest, before] = await Promise.all([
    countUpTo((take) => count(madeBetween(middle, now), take)),
    countUpTo((take) => count(madeBetween(start, middle), take)),
  ]);
  return { days: length, now: latest, before };
}

/** Without what was made at the very end. */
function madeBetween(from: Date, to: Date): MadeBetween {
  return { id: { gte: uuidFloor(from), lt: uuidFloor(to) } };
}

/** "last 7 days: 12 new (+3)": by how many more than in as many days before. */
export function trendWords(trend: Trend, what: string): string {
  return `last ${trend.days} days: ${newWords(trend, what)}`;
}

const newWords = ({ now, before }: Trend, what: string): string =>
  `${countWords(now)} ${what} (${changeWords(now, before)})`;

function changeWords(now: Count, before: Count): string {
  if (now.is === "more" || before.is === "more") return `${countWords(before)} before`;
  const change = now.number - before.number;
  if (change === 0) return "±0";
  return `${change > 0 ? "+" : "−"}${Math.abs(change).toLocaleString("en-GB")}`;
}

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
  const lately = madeBetween(after(now, -days(30)), now);
  const outOfTime = { OR: [{ expiredAt: { not: null } }, { ...unended, link: { expiresAt: { lte: now } } }] };
  const [open, sent, accepted, expired] = await Promise.all([
    countUpTo((take) => db.invitation.count({ where: openInvitationsAt(now), take })),
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

/** For a worker, for those who approve, or for values on a page. */
const waitingStates = ["queued", "awaitingApproval", "awaitingValues"] as const;

async function requestsAt({ db }: Context, now: Date): Promise<Dashboard["requests"]> {
  const [waiting, failed] = await Promise.all([
    countUpTo((take) => db.request.count({ where: { status: { in: [...waitingStates] } }, take })),
    trends(now, (where, take) => db.request.count({ where: { ...where, status: "failed" }, take })),
  ]);
  return { waiting, failed };
}

/** How many rows a table has: PostgreSQL's own estimate where it is large, else counted. */
async function countRows(
  { db }: Pick<App, "db">,
  table: "Account" | "User" | "Deployment",
  count: () => Promise<number>,
): Promise<Count> {
  const [row] = await db.$queryRaw<{ estimate: number }[]>`
    SELECT "reltuples"::float8 AS "estimate" FROM "pg_class" WHERE "oid" = to_regclass(${`"${table}"`})`;
  const estimate = row?.estimate ?? 0;
  if (estimate > countedAtMost) return { number: estimate, is: "about" };
  return { number: await count(), is: "exact" };
}

export interface DashboardSection {
  title: string;
  lines: string[];
}

const row = (title: string, now: string, added: Trend[], what: string): [string, string, ...string[]] => [
  title,
  now,
  ...added.map((trend) => newWords(trend, what)),
];

/** The sections as rows of a table: how many there are, and how many came in the last 7 and in the last 30 days. */
export function dashboardRows(dashboard: Dashboard): [title: string, now: string, ...trends: string[]][] {
  const { accounts, users, invitations, deployments, requests } = dashboard;
  return [
    row("Accounts", countWords(accounts.count), accounts.trends, "new"),
    row("Users", countWords(users.count), users.trends, "new"),
    row("Invitations", `${countWords(invitations.open)} open`, invitations.sent, "sent"),
    row("Marketplace deployments", countWords(deployments.count), deployments.trends, "made"),
    row("Requests", `${countWords(requests.waiting)} waiting`, requests.failed, "failed"),
  ];
}

/** What the rows do not say. */
export function dashboardFooter({ invitations, cycles }: Dashboard): string {
  const { accepted, expired } = invitations;
  return `Invitations ${sinceWords(accepted, expired)} · ${cyclesWords(cycles)}`;
}

const cyclesWords = ({ active, paused }: Dashboard["cycles"]): string =>
  `cycles: ${countWords(active)} active, ${countWords(paused)} paused`;

/** The dashboard in plain words; nothing in it was typed by anybody. */
export function dashboardWords(dashboard: Dashboard): DashboardSection[] {
  const { accounts, users, invitations, deployments, cycles, requests } = dashboard;
  return [
    section("Accounts", `${countWords(accounts.count)} in all`, accounts.trends, "new"),
    section("Users", `${countWords(users.count)} in all`, users.trends, "new"),
    section("Invitations", `${countWords(invitations.open)} open`, invitations.sent, "sent", [
      sinceWords(invitations.accepted, invitations.expired),
    ]),
    section(
      "Marketplace deployments",
      `${countWords(deployments.count)} in all`,
      deployments.trends,
      "made",
      [cyclesWords(cycles)],
    ),
    section("Requests", `${countWords(requests.waiting)} waiting`, requests.failed, "failed"),
  ];
}

function section(
  title: string,
  now: string,
  trends: Trend[],
  what: string,
  more: string[] = [],
): DashboardSection {
  return { title, lines: [now, ...trends.map((trend) => trendWords(trend, what)), ...more] };
}

function sinceWords(accepted: Count, expired: Count): string {
  return `of those sent in the last 30 days: ${countWords(accepted)} accepted, ${countWords(expired)} expired`;
}

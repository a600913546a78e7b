import { accountLabel } from "../kernel/names/account-name.ts";
import { requirePermission } from "../kernel/access/require-access-change.ts";
import type { App, ConsoleUserActor, Context } from "../context.ts";
import type { AuditEvent, Prisma } from "../generated/prisma/client.ts";
import type { AuditScope } from "./audit-scope.ts";
import { after, days, minutes } from "../kernel/time/clock.ts";
import { DomainError } from "../kernel/errors.ts";

/** Whole days in UTC, both of them among it; as YYYY-MM-DD. */
export interface AuditRange {
  since?: string | undefined;
  until?: string | undefined;
}

/** Throws invalid, with the field, where one is no day or they stand the wrong way round. */
export function checkRange({ since, until }: AuditRange): AuditRange {
  for (const [field, day] of Object.entries({ since, until })) if (day) startOf(day, field);
  if (since && until && since > until)
    throw new DomainError("invalid", "The last day is before the first.", "until");
  return { since, until };
}

/** "from 2026-03-01 to 2026-03-31", or nothing. */
export function rangeWords({ since, until }: AuditRange): string {
  return [since ? `from ${since}` : "", until ? `to ${until}` : ""].filter(Boolean).join(" ");
}

/** No transaction that writes an entry takes longer. */
const slackMs = minutes(10);

/**
 * Entries are numbered when they are written, and dated shortly before: the number alone is near enough to begin and to end at,
 * and the date decides.
 */
async function inRange(
  { db }: Pick<App, "db">,
  { since, until }: AuditRange,
): Promise<Prisma.AuditEventWhereInput[]> {
  const from = since ? startOf(since, "since") : undefined;
  const to = until ? after(startOf(until, "until"), days(1)) : undefined;
  if (!from && !to) return [];
  const first = from && (await firstSince(db, after(from, -slackMs)));
  const beyond = to && (await firstSince(db, after(to, slackMs)));
  return [
    { at: { ...(from && { gte: from }), ...(to && { lt: to }) } },
    ...(first === undefined ? [] : [{ id: { gte: first } }]),
    ...(beyond === undefined ? [] : [{ id: { lt: beyond } }]),
  ];
}

async function firstSince(db: App["db"], at: Date): Promise<bigint | undefined> {
  const found = await db.auditEvent.findFirst({
    where: { at: { gte: at } },
    orderBy: { at: "asc" },
    select: { id: true },
  });
  return found?.id;
}

function startOf(day: string, field: string): Date {
  const time = /^\d{4}-\d{2}-\d{2}$/u.test(day) ? new Date(`${day}T00:00:00Z`) : undefined;
  if (time && !Number.isNaN(time.getTime()) && time.toISOString().startsWith(day)) return time;
  throw new DomainError("invalid", "Write a day like 2026-03-31.", field);
}

export interface AuditPage {
  events: ListedEvent[];
  /** Where the next page begins. */
  next: bigint | undefined;
}

export interface ListedEvent extends AuditEvent {
  /** The Account's label; undefined where it has none, or was deleted. */
  account: string | undefined;
  /** What its Request asks for, where it is about one. */
  what: string | undefined;
  /** It asked for something, and the entry of the change says the same reason: once is enough. */
  reasonSaidLater: boolean;
}

interface Asked {
  scope?: Pick<AuditScope, "kind" | "id"> | undefined;
  range?: AuditRange | undefined;
  /** Only what is older than this entry. */
  before?: bigint | undefined;
  take: number;
}

/** Entries of the audit, newest first. */
export async function listAudit(ctx: Context<ConsoleUserActor>, asked: Asked): Promise<AuditPage> {
  await requirePermission(ctx, "audit:view", "audit");
  return readAudit(ctx, asked);
}

/** The same for a caller whose permission was checked. */
export async function readAudit(
  { db }: Pick<App, "db">,
  { scope, range = {}, before, take }: Asked,
): Promise<AuditPage> {
  const found = await db.auditEvent.findMany({
    where: {
      AND: [
        ...(scope ? [await about(db, scope)] : []),
        ...(await inRange({ db }, range)),
        ...(before === undefined ? [] : [{ id: { lt: before } }]),
      ],
    },
    orderBy: { id: "desc" },
    take: take + 1,
  });
  const shown = found.slice(0, take);
  return {
    events: await withNames(db, shown),
    next: found.length > take ? shown.at(-1)?.id : undefined,
  };
}

type Where = Prisma.AuditEventWhereInput;

async function about(db: App["db"], { kind, id }: Pick<AuditScope, "kind" | "id">): Promise<Where> {
  if (kind === "account") return { accountId: id };
  if (kind === "console-user")
    return { OR: [{ actorId: id }, { subjectKind: "console-user", subjectId: id }] };
  if (kind === "address") return invitationsTo(db, id);
  const user = await db.user.findUnique({ where: { id }, select: { emailKey: true } });
  const own = { subjectKind: "user", subjectId: id };
  return user?.emailKey ? { OR: [own, await invitationsTo(db, user.emailKey)] } : own;
}

const invitationsAtMost = 500;

async function invitationsTo(db: App["db"], emailKey: string): Promise<Where> {
  const invitations = await db.invitation.findMany({
    where: { emailKey },
    orderBy: { id: "desc" },
    take: invitationsAtMost,
    select: { id: true },
  });
  return { subjectKind: "invitation", subjectId: { in: invitations.map(({ id }) => id) } };
}

/** What is told of each event's Account and Request. */
export async function withNames(db: App["db"], events: AuditEvent[]): Promise<ListedEvent[]> {
  const accountIds = [...new Set(events.flatMap(({ accountId }) => accountId ?? []))];
  const requestIds = [...new Set(events.flatMap((event) => requestOf(event) ?? []))];
  const [accounts, requests, changed] = await Promise.all([
    accountIds.length > 0 ? db.account.findMany({ where: { id: { in: accountIds } } }) : [],
    requestIds.length > 0
      ? db.request.findMany({ where: { id: { in: requestIds } }, select: { id: true, what: true } })
      : [],
    reasonsOfChanges(db, events),
  ]);
  const labels = new Map(accounts.map((account) => [account.id, accountLabel(account)]));
  const whats = new Map(requests.map(({ id, what }) => [id, what]));
  return events.map((event) => ({
    ...event,
    account: labels.get(event.accountId ?? ""),
    what: whats.get(requestOf(event) ?? "") ?? undefined,
    reasonSaidLater: asks(event) && changed.has(reasonKey(event)),
  }));
}

/** The reasons that the changes have which some of these events asked for. */
async function reasonsOfChanges(db: App["db"], events: AuditEvent[]): Promise<Set<string>> {
  const asked = events.flatMap((event) => (asks(event) && event.requestId ? [event.requestId] : []));
  if (asked.length === 0) return new Set();
  const changes = await db.auditEvent.findMany({
    where: { requestId: { in: asked }, subjectKind: { not: "request" } },
    select: { requestId: true, after: true },
  });
  return new Set(changes.filter((change) => becauseOf(change) !== undefined).map(reasonKey));
}

const asks = (event: AuditEvent): boolean =>
  (event.action === "requested" || event.action === "drafted") && becauseOf(event) !== undefined;

type Reasoned = Pick<AuditEvent, "requestId" | "after">;

const becauseOf = ({ after }: Pick<AuditEvent, "after">): unknown =>
  (after as { because?: unknown } | null)?.because ?? undefined;

const reasonKey = (event: Reasoned): string => JSON.stringify([event.requestId, becauseOf(event)]);

/** The Request that an event is about. */
const requestOf = ({ subjectKind, subjectId }: AuditEvent): string | undefined =>
  subjectKind === "request" ? (subjectId ?? undefined) : undefined;

import { after, days, minutes } from "../clock.ts";
import type { App } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { Prisma } from "../generated/prisma/client.ts";

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
 * Entries are numbered in the order in which they are committed, and dated when their transaction began: the number alone is
 * near enough to begin and to end at, and the date decides.
 */
export async function inRange(
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

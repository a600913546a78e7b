import type { Actor, Context } from "../../context.ts";
import type { AuditAction } from "./audit-actions.ts";
import { rootOf, type Transaction } from "../database.ts";
import type { Prisma } from "../../generated/prisma/client.ts";
import { type At, type Columns, given, named } from "../statement.ts";
import { LRUCache } from "lru-cache";
import { shorten } from "../text/mrkdwn.ts";
import { minutes } from "../time/clock.ts";

export interface AuditEntry {
  action: AuditAction;
  subject: { kind: string; id?: string; name?: string };
  accountId?: string | null;
  requestId?: string | null;
  before?: Prisma.InputJsonObject;
  after?: Prisma.InputJsonObject;
}

/** Who does it, by which call of the API if by one, and the clock that says when. */
export type Auditing = Pick<Context, "actor" | "clock" | "callId">;

/** Somebody else than the caller's own actor. */
export function by({ clock, callId }: Omit<Auditing, "actor">, actor: Actor): Auditing {
  return { actor, clock, ...(callId !== undefined && { callId }) };
}

/** Writes one entry, in the transaction of the change that it tells of. Never given a secret. */
export async function recordAudit(db: Transaction, ctx: Auditing, entry: AuditEntry): Promise<void> {
  await db.auditEvent.create({ data: rowOf(ctx, entry), select: { id: true } });
}

/** The same for an entry that others are to name. Returns its id. */
export async function recordNamedAudit(db: Transaction, ctx: Auditing, entry: AuditEntry): Promise<bigint> {
  return (await db.auditEvent.create({ data: rowOf(ctx, entry), select: { id: true } })).id;
}

function rowOf({ actor, clock, callId }: Auditing, { subject, before, after, ...rest }: AuditEntry) {
  return {
    at: clock(),
    actorKind: actor.kind,
    actorId: "id" in actor ? actor.id : null,
    actorName: shorten(actor.name, longestName),
    surface: actor.surface,
    subjectKind: shorten(subject.kind, longestName),
    subjectId: subject.id === undefined ? null : shorten(subject.id, longestName),
    subjectName: shorten(subject.name ?? "", longestName),
    callId: callId ?? null,
    ...rest,
    ...(before && { before: fitting(before) }),
    ...(after && { after: fitting(after) }),
  };
}

// Far more than anything that is audited has. The database refuses a row of more than 200,000 octets.
const longestName = 2_000;
const longestText = 1_000;
const longestJson = 16_000;

/** Whole where it is of a sane length; else each text of it is cut, or what is left of it as one text. */
function fitting(told: Prisma.InputJsonObject): Prisma.InputJsonObject {
  const whole = JSON.stringify(told);
  if (whole.length <= longestJson) return told;
  const cut = JSON.stringify(told, (_, value: unknown) =>
    typeof value === "string" ? shorten(value, longestText) : value,
  );
  if (cut.length <= longestJson) return JSON.parse(cut) as Prisma.InputJsonObject;
  return { cut: shorten(cut, longestJson / 2) };
}

const columns = {
  at: "timestamptz",
  actorKind: "text",
  actorId: "text",
  actorName: "text",
  surface: "text",
  action: "text",
  subjectKind: "text",
  subjectId: "text",
  subjectName: "text",
  accountId: "uuid",
  requestId: "uuid",
  callId: "text",
  before: "jsonb",
  after: "jsonb",
} satisfies Columns & Partial<Record<Prisma.AuditEventScalarFieldEnum, string>>;

/** An entry as a statement takes it, for `auditText`. */
export type GivenAudit = Record<keyof typeof columns, unknown>;

export function givenAudit(ctx: Auditing, entry: AuditEntry): GivenAudit {
  const { accountId = null, requestId = null, before, after, ...row } = rowOf(ctx, entry);
  return { ...row, accountId, requestId, before: json(before), after: json(after) };
}

const json = (value: object | undefined): string | null => (value ? JSON.stringify(value) : null);

/** In a statement: writes the entry if `from` has a row. One a statement, since the order of the ids tells what came first. */
export function auditText<Values extends { audit: GivenAudit }>(at: At<Values>, from: string): string {
  return `INSERT INTO "AuditEvent" (${named(columns)}) SELECT ${given(at, "audit", columns)} FROM ${from}`;
}

const quietMs = minutes(10);
const rememberedAtMost = 5_000;

const remembered = new WeakMap<Context["db"], LRUCache<string, number>>();

/**
 * Records a refusal of what a program may try again and again. The same one within ten minutes is recorded once a process: an
 * application that goes on asking for what was taken from it would bury everything else in the audit.
 */
export async function recordRefusal(ctx: Context, entry: Omit<AuditEntry, "action">): Promise<void> {
  const db = rootOf(ctx.db);
  const refusals = remembered.get(db) ?? new LRUCache<string, number>({ max: rememberedAtMost });
  remembered.set(db, refusals);
  const key = JSON.stringify([ctx.actor.kind, "id" in ctx.actor ? ctx.actor.id : ctx.actor.name, entry]);
  const now = ctx.clock().getTime();
  if (now - (refusals.get(key) ?? -Infinity) < quietMs) return;
  await recordAudit(ctx.db, ctx, { action: "refused", ...entry });
  refusals.set(key, now);
}

import { after, hours, minutes } from "../time/clock.ts";
import { isActive } from "../access/access.ts";
import type { App, AccountUserActor, ConsoleUserActor, Context } from "../../context.ts";
import type { Prisma, Session } from "../../generated/prisma/client.ts";
import { hashToken, newToken } from "../secrets/token.ts";
import type { Transaction } from "../database.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { DomainError } from "../errors.ts";

/** How long a session lasts without being used, and in all. */
const idleMs = hours(1);
const wholeMs = hours(12);
/** One that began with a sign-in link, which is handed on to act once. */
const linkedMs = hours(2);

/** So seldom is it written down that a session was used. */
const seenEveryMs = minutes(1);

export function sessionEnd(now: Date, linked: boolean): Date {
  return after(now, linked ? linkedMs : wholeMs);
}

/** Which sessions are over at a moment, as a condition of a query. */
export function over(now: Date) {
  return { OR: [{ expiresAt: { lte: now } }, { seenAt: { lte: after(now, -idleMs) } }] };
}

/** Deletes sessions that are over. Returns how many. */
export async function sweepSessions({ db, clock }: App): Promise<number> {
  const { count } = await db.session.deleteMany({ where: over(clock()) });
  return count;
}

const include = { user: true, consoleUser: true } as const;
export type FoundSession = Prisma.SessionGetPayload<{ include: typeof include }>;

/** The session of a cookie while it lasts, and that it was used now. Undefined for any other, and for whoever was removed or frozen. */
export async function findSession(
  { db, clock }: Pick<App, "db" | "clock">,
  token: string,
): Promise<FoundSession | undefined> {
  const now = clock();
  const session = await db.session.findFirst({
    where: { tokenHash: hashToken(token), NOT: over(now) },
    include,
  });
  if (!session || (session.consoleUser && !isActive(session.consoleUser))) return undefined;
  if (session.seenAt <= after(now, -seenEveryMs))
    // Many, since it may be ended at this moment.
    await db.session.updateMany({ where: { id: session.id }, data: { seenAt: now } });
  return session;
}

/** Whose session it is. */
type SessionHolder = { userId: string; consoleUserId?: never } | { consoleUserId: string; userId?: never };

type SessionActor = AccountUserActor | ConsoleUserActor;

function holderOf({ kind, id }: SessionActor): SessionHolder {
  return kind === "account-user" ? { userId: id } : { consoleUserId: id };
}

/** As the audit names them. */
function holderSubject({ kind, id, name }: SessionActor) {
  return { kind: kind === "account-user" ? "user" : kind, id, name };
}

const atMost = 50;

/** The actor's own sessions that last, the one used last first. */
export function listSessions(ctx: Context<SessionActor>): Promise<Session[]> {
  return ctx.db.session.findMany({
    where: { ...holderOf(ctx.actor), NOT: over(ctx.clock()) },
    orderBy: [{ seenAt: "desc" }, { id: "desc" }],
    take: atMost,
  });
}

/** Ends one of the actor's own sessions. Throws not-found for any other, and for one that is over. */
export async function endSession(
  ctx: Context<SessionActor>,
  { sessionId, action = "session-ended" }: { sessionId: string; action?: "session-ended" | "signed-out" },
): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { id: sessionId, ...holderOf(ctx.actor) } });
    if (count === 0) throw new DomainError("not-found", "This session has ended already.");
    await recordAudit(tx, ctx, { action, subject: holderSubject(ctx.actor) });
  });
}

/** The browser that a session belongs to, as its owner may recognise it. */
export interface Browser {
  userAgent: string;
  address: string;
  /** The token of the session that it had until now, which ends: none is ever carried over a sign-in. */
  token: string | undefined;
}

interface NewSession {
  holder: SessionHolder;
  browser: Browser;
  /** Set where it begins with a sign-in link, and reaches this Account alone. */
  accountId?: string;
  deploymentId?: string | null;
}

const userAgentAtMost = 300;

/**
 * Begins a session under a new token, and returns that: it goes into the cookie, and only its SHA-256 is kept. The
 * caller records the sign-in.
 */
export async function startSession(
  tx: Transaction,
  { holder, browser, accountId, deploymentId }: NewSession,
  now: Date,
): Promise<{ id: string; token: string }> {
  if (browser.token) await tx.session.deleteMany({ where: { tokenHash: hashToken(browser.token) } });
  const token = newToken();
  const { id } = await tx.session.create({
    data: {
      ...holder,
      ...(accountId && { accountId, deploymentId: deploymentId ?? null }),
      tokenHash: hashToken(token),
      userAgent: browser.userAgent.replace(/\p{Cc}/gu, " ").slice(0, userAgentAtMost),
      address: browser.address,
      createdAt: now,
      seenAt: now,
      expiresAt: sessionEnd(now, accountId !== undefined),
    },
    select: { id: true },
  });
  return { id, token };
}

/** Ends all of the actor's sessions but this one. Returns how many there were. */
export function endOtherSessions(ctx: Context<SessionActor>, sessionId: string): Promise<number> {
  return ctx.db.$transaction(async (tx) => {
    const ended = await endSessions(tx, holderOf(ctx.actor), sessionId);
    if (ended > 0)
      await recordAudit(tx, ctx, {
        action: "sessions-ended",
        subject: holderSubject(ctx.actor),
        after: { sessions: ended },
      });
    return ended;
  });
}

/** Ends every session of somebody, but for the one that is named. Returns how many; the caller records it. */
export async function endSessions(tx: Transaction, holder: SessionHolder, keptId?: string): Promise<number> {
  const { count } = await tx.session.deleteMany({
    where: { ...holder, ...(keptId && { id: { not: keptId } }) },
  });
  return count;
}

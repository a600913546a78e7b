import { recordAudit } from "../audit/record-audit.ts";
import type { AccountUserActor, Context } from "../../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Prisma } from "../../generated/prisma/client.ts";
import { type After, transact } from "../outbox/transact.ts";
import { moment } from "../text/moment-words.ts";

const include = { user: true, account: true, grants: true } as const;

export interface OwnMembership extends Prisma.MembershipGetPayload<{ include: typeof include }> {
  /** What it allows in this session, now. */
  level: MembershipLevel;
}

export interface Asked {
  accountId: string;
  needs: MembershipLevel;
  /** What it is needed for, in words, for the audit: "the user list". */
  for: string;
}

/**
 * The actor's own Membership of an Account, where it is open and of that level now. Says nothing of parents and
 * sub-accounts. Throws not-found (also where there is no such Account: nobody learns which there are) and forbidden,
 * and records the refusal.
 */
export async function requireLevel(ctx: Context<AccountUserActor>, asked: Asked): Promise<OwnMembership> {
  const found = await ownMembership(ctx, ctx.db, asked.accountId);
  const refusal = refusalOf(ctx, found, asked);
  if (!refusal && found) return found;
  return refuse(ctx, asked, refusal ?? noSuchAccount);
}

/**
 * The same, held to the end of a transaction in which the change is made: one at a time in an Account, so that whoever
 * loses the level meanwhile changes nothing.
 */
export async function changeAtLevel<Done>(
  ctx: Context<AccountUserActor>,
  asked: Asked,
  change: (tx: Transaction, membership: OwnMembership, after: After) => Promise<Done>,
): Promise<Done> {
  const result = await transact(ctx, async (tx, after): Promise<{ done: Done } | { refusal: Refusal }> => {
    await tx.$queryRaw`SELECT "id" FROM "Account" WHERE "id" = ${asked.accountId}::uuid FOR UPDATE`;
    const found = await ownMembership(ctx, tx, asked.accountId);
    const refusal = refusalOf(ctx, found, asked);
    if (refusal || !found) return { refusal: refusal ?? noSuchAccount };
    return { done: await change(tx, found, after) };
  });
  return "done" in result ? result.done : refuse(ctx, asked, result.refusal);
}

async function ownMembership(
  { actor, clock }: Context<AccountUserActor>,
  db: Context["db"] | Transaction,
  accountId: string,
): Promise<OwnMembership | undefined> {
  const found = await db.membership.findUnique({
    where: { userId_accountId: { userId: actor.id, accountId } },
    include,
  });
  if (!found || (actor.onlyAccountId && actor.onlyAccountId !== accountId)) return undefined;
  // Whoever hands a sign-in link on may not be allowed to invite, or to make Administrators.
  return { ...found, level: actor.onlyAccountId ? "Access" : levelAt(found.grants, clock()) };
}

interface Refusal {
  code: "not-found" | "forbidden";
  because: string;
  sentence: string;
}

const noSuchAccount: Refusal = {
  code: "not-found",
  because: "no membership",
  sentence: "You have no such account. Choose one from your list.",
};

function refusalOf(
  { actor }: Context<AccountUserActor>,
  membership: OwnMembership | undefined,
  { needs }: Asked,
): Refusal | undefined {
  if (!membership) return noSuchAccount;
  if (membership.suspendedAt)
    return forbidden(
      "suspended here",
      "Your access to this account is suspended. Ask an Administrator of it.",
    );
  if (membership.account.suspendedAt)
    return forbidden(
      "Account suspended",
      "This account is suspended. Nobody can use it until it opens again.",
    );
  if (membership.user.mustChangePassword && !actor.onlyAccountId)
    return forbidden("temporary password", "First choose your own password in your settings.");
  if (needs === "Administrator" && membership.level !== "Administrator")
    return forbidden(
      "not Administrator",
      "Only Administrators of this account can do that. Ask one of them to do it, or to make you one.",
    );
  return undefined;
}

function forbidden(because: string, sentence: string): Refusal {
  return { code: "forbidden", because, sentence };
}

async function refuse(ctx: Context<AccountUserActor>, asked: Asked, refusal: Refusal): Promise<never> {
  await recordAudit(ctx.db, ctx, {
    action: "refused",
    subject: { kind: "page", name: asked.for },
    accountId: asked.accountId,
    after: { because: refusal.because },
  });
  throw new DomainError(refusal.code, refusal.sentence);
}

/** What an Account's user may do there. Levels are per Account and never inherited. */
export type MembershipLevel = "Administrator" | "Access";

interface Interval {
  startsAt: Date;
  endsAt: Date | null;
}

/** A level, and when it ends by itself: null for one without an end. */
export interface Standing {
  level: MembershipLevel;
  until: Date | null;
}

/** The level at a moment: the union of the grants, so that one that ends takes nothing that another still gives. */
export function levelAt(grants: Interval[], now: Date): MembershipLevel {
  const active = grants.some(({ startsAt, endsAt }) => startsAt <= now && (endsAt === null || endsAt > now));
  return active ? "Administrator" : "Access";
}

/** The same with its end: of grants that follow one another without a gap, the last one's. */
export function standingAt(grants: Interval[], now: Date): Standing {
  if (levelAt(grants, now) === "Access") return { level: "Access", until: null };
  let until = now;
  for (const { startsAt, endsAt } of grants.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())) {
    if (startsAt > until) break;
    if (endsAt === null) return { level: "Administrator", until: null };
    if (endsAt > until) until = endsAt;
  }
  return { level: "Administrator", until };
}

/**
 * Throws forbidden, at the field, where somebody is Administrator for a time alone: whom they made one would be it for longer,
 * and could make them one in turn.
 */
export function refuseOutlasting({ grants }: Pick<OwnMembership, "grants">, now: Date, field?: string): void {
  const { until } = standingAt(grants, now);
  if (until === null) return;
  throw new DomainError(
    "forbidden",
    `You are Administrator until ${moment(until)}, so you cannot make somebody else one for longer. Nothing was changed. Ask an Administrator whose level has no end, or the contact who gave you yours.`,
    field,
  );
}

export function levelOf(asAdministrator: boolean): MembershipLevel {
  return asAdministrator ? "Administrator" : "Access";
}

/** What the level means, said to the person who gets it. */
export function levelWords(asAdministrator: boolean): string {
  return asAdministrator
    ? "As Administrator you can manage the account, change its settings and invite others."
    : "You can open the account and build, adjust and store integration cycles in it.";
}

/** A level with its end, as the audit keeps it. */
export function auditedStanding({ level, until }: Standing): { level: string; until?: string } {
  return { level, ...(until && { until: until.toISOString() }) };
}

/** A level with its end. */
export function standingWords({ level, until }: Standing): string {
  return until ? `${level} until ${moment(until)}` : level;
}

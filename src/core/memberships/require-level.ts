import { recordAudit } from "../audit/record-audit.ts";
import type { AccountUserActor, Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { type After, transact } from "../kernel/outbox/transact.ts";
import { type MembershipLevel, levelAt } from "./level.ts";

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
  sentence: "There is no such account among yours. Choose one from your list.",
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
    return forbidden("temporary password", "Choose a password of your own first, in your settings.");
  if (needs === "Administrator" && membership.level !== "Administrator")
    return forbidden(
      "not Administrator",
      "Only Administrators of this account can do that. Ask one of them, or have them make you one.",
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

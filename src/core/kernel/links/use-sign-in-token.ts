import { accountLabel } from "../names/account-name.ts";
import { type AuditEntry, recordAudit } from "../audit/record-audit.ts";
import type { App, Context } from "../../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Prisma, Account, User } from "../../generated/prisma/client.ts";
import { hashToken, newToken } from "../secrets/token.ts";
import { after, minutes } from "../time/clock.ts";
import { partnerHosts } from "../names/partner-hosts.ts";

const signInTokenLifeMs = minutes(5);

interface SignInTokenFor {
  user: User;
  account: Account;
  deploymentId: string | null;
  /** Where it leads, as in `/launch/marketplace/3`. */
  returnUrl: string;
}

interface IssuedSignInToken {
  /** Never stored, never logged. */
  token: string;
  url: string;
  expiresAt: Date;
  entry: AuditEntry;
}

/**
 * A link that signs a User in to one Account, once, within five minutes. Only its hash is kept. The caller has made sure
 * that the two may meet, and records the entry last.
 */
export async function issueSignInToken(
  ctx: Context,
  tx: Transaction,
  { user, account, deploymentId, returnUrl }: SignInTokenFor,
): Promise<IssuedSignInToken> {
  const now = ctx.clock();
  const token = newToken();
  const expiresAt = after(now, signInTokenLifeMs);
  await tx.signInToken.create({
    data: {
      tokenHash: hashToken(token),
      userId: user.id,
      accountId: account.id,
      deploymentId,
      expiresAt,
      createdAt: now,
    },
    select: { id: true },
  });
  const { service } = await partnerHosts(ctx, tx);
  const url = `${service}/account/signinwithtoken?token=${token}&returnUrl=${returnUrl}`;
  const entry: AuditEntry = {
    action: "sign-in-token-issued",
    subject: { kind: "user", id: user.id, name: user.username },
    accountId: account.id,
    after: { account: accountLabel(account), expiresAt: expiresAt.toISOString() },
  };
  return { token, url, expiresAt, entry };
}

export const marketplacePath = (marketplaceId: number) => `/launch/marketplace/${marketplaceId}`;

const include = { user: true, account: true, deployment: true } as const;
export type SignInTokenRow = Prisma.SignInTokenGetPayload<{ include: typeof include }>;

export type SignInTokenState = "open" | "used" | "expired" | "closed";

/** What a link leads to; looking consumes nothing. `closed`: the Account or the membership is suspended, or gone. */
export async function findSignInToken(
  { db, clock }: Pick<App, "db" | "clock">,
  token: string,
): Promise<{ state: SignInTokenState; row: SignInTokenRow } | undefined> {
  const row = await db.signInToken.findUnique({ where: { tokenHash: hashToken(token) }, include });
  if (!row) return undefined;
  if (row.usedAt) return { state: "used", row };
  if (row.expiresAt <= clock()) return { state: "expired", row };
  return { state: (await mayEnter(db, row)) ? "open" : "closed", row };
}

/**
 * Uses a token up: of two at the same moment one gets in. `enter` makes the session, in the same transaction. Throws
 * not-found, expired (used, or too late) and forbidden.
 */
export function useSignInToken<Entered>(
  ctx: Context,
  token: string,
  enter: (tx: Transaction, row: SignInTokenRow) => Promise<Entered>,
): Promise<Entered> {
  const now = ctx.clock();
  const tokenHash = hashToken(token);
  return ctx.db.$transaction(async (tx) => {
    const { count } = await tx.signInToken.updateMany({
      where: { tokenHash, usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    });
    const row = await tx.signInToken.findUnique({ where: { tokenHash }, include });
    if (!row) throw new DomainError("not-found", "This link does not work. Ask for a new one.");
    if (count === 0)
      throw new DomainError("expired", "This link was already used, or its five minutes are over.");
    if (!(await mayEnter(tx, row)))
      throw new DomainError("forbidden", "This account cannot be opened at the moment.");
    const entered = await enter(tx, row);
    await recordAudit(tx, ctx, usedEntry(row));
    return entered;
  });
}

async function mayEnter(db: Transaction, { userId, accountId, account }: SignInTokenRow): Promise<boolean> {
  if (account.suspendedAt) return false;
  const membership = await db.membership.findUnique({
    where: { userId_accountId: { userId, accountId } },
    select: { suspendedAt: true },
  });
  return membership !== null && membership.suspendedAt === null;
}

function usedEntry({ user, account }: SignInTokenRow): AuditEntry {
  return {
    action: "sign-in-token-used",
    subject: { kind: "user", id: user.id, name: user.username },
    accountId: account.id,
    after: { account: accountLabel(account) },
  };
}

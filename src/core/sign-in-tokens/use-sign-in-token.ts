import { accountLabel } from "../accounts/account-name.ts";
import { type AuditEntry, recordAudit } from "../audit/record-audit.ts";
import type { App, Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { hashToken } from "../secrets/token.ts";

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
      throw new DomainError("expired", "This link was used before, or its five minutes are over.");
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

import { accountLabel } from "../accounts/account-name.ts";
import type { AuditEntry } from "../audit/record-audit.ts";
import { after, minutes } from "../clock.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import type { Account, User } from "../generated/prisma/client.ts";
import { partnerHosts } from "../partner/partner-hosts.ts";
import { hashToken, newToken } from "../secrets/token.ts";

export const signInTokenLifeMs = minutes(5);

export interface SignInTokenFor {
  user: User;
  account: Account;
  deploymentId: string | null;
  /** Where it leads, as in `/launch/marketplace/3`. */
  returnUrl: string;
}

export interface IssuedSignInToken {
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

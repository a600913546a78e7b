import { accountLabel } from "../names/account-name.ts";
import { type AuditEntry, recordAudit } from "../audit/record-audit.ts";
import type { App, Context } from "../../context.ts";
import type { Database, Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Account, Deployment, SecretLink, User } from "../../generated/prisma/client.ts";
import { byToken, linkState, type LinkState, showLink, useUp } from "./secret-link.ts";
import { partnerHosts } from "../names/partner-hosts.ts";

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
  const link = { purpose: "signIn", userId: user.id, accountId: account.id, deploymentId } as const;
  const { token, path, expiresAt } = await showLink(ctx, tx, link);
  const { service } = await partnerHosts(ctx, tx);
  const url = `${service}${path}&returnUrl=${returnUrl}`;
  const entry: AuditEntry = {
    action: "sign-in-token-issued",
    subject: { kind: "user", id: user.id, name: user.username },
    accountId: account.id,
    after: { account: accountLabel(account), expiresAt: expiresAt.toISOString() },
  };
  return { token, url, expiresAt, entry };
}

export const marketplacePath = (marketplaceId: number) => `/launch/marketplace/${marketplaceId}`;

interface SignIn {
  link: SecretLink;
  user: User;
  account: Account;
  deployment: Deployment | null;
}

async function load(db: Database | Transaction, token: string): Promise<SignIn | undefined> {
  const include = { user: true, account: true, deployment: true } as const;
  const found = await db.secretLink.findUnique({ where: byToken("signIn", token), include });
  if (!found?.user || !found.account) return undefined;
  const { user, account, deployment, ...link } = found;
  return { link, user, account, deployment };
}

export type SignInTokenState = LinkState | "closed";

/** What a link leads to; looking consumes nothing. `closed`: the Account or the membership is suspended, or gone. */
export async function findSignInToken(
  { db, clock }: Pick<App, "db" | "clock">,
  token: string,
): Promise<(SignIn & { state: SignInTokenState }) | undefined> {
  const found = await load(db, token);
  if (!found) return undefined;
  const state = linkState(found.link, clock());
  return { ...found, state: state === "open" && !(await mayEnter(db, found)) ? "closed" : state };
}

/**
 * Uses a token up: of two at the same moment one gets in. `enter` makes the session, in the same transaction. Throws
 * not-found, expired (used, or too late) and forbidden.
 */
export async function useSignInToken<Entered>(
  ctx: Context,
  token: string,
  enter: (tx: Transaction, signIn: SignIn) => Promise<Entered>,
): Promise<Entered> {
  return ctx.db.$transaction(async (tx) => {
    const found = await load(tx, token);
    if (!found) throw new DomainError("not-found", "This link does not work. Ask for a new one.");
    await useUp(tx, found.link, ctx.clock());
    if (!(await mayEnter(tx, found)))
      throw new DomainError("forbidden", "This account cannot be opened at the moment.");
    const entered = await enter(tx, found);
    await recordAudit(tx, ctx, usedEntry(found));
    return entered;
  });
}

async function mayEnter(db: Database | Transaction, { user, account }: SignIn): Promise<boolean> {
  if (account.suspendedAt) return false;
  const membership = await db.membership.findUnique({
    where: { userId_accountId: { userId: user.id, accountId: account.id } },
    select: { suspendedAt: true },
  });
  return membership !== null && membership.suspendedAt === null;
}

function usedEntry({ user, account }: SignIn): AuditEntry {
  return {
    action: "sign-in-token-used",
    subject: { kind: "user", id: user.id, name: user.username },
    accountId: account.id,
    after: { account: accountLabel(account) },
  };
}

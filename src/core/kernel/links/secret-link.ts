import type { App } from "../../context.ts";
import type { LinkPurpose, Prisma, SecretLink } from "../../generated/prisma/client.ts";
import type { Database, Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Mail } from "../mail/mailer.ts";
import { seal, unseal } from "../secrets/seal.ts";
import { hashToken, newToken } from "../secrets/token.ts";
import { newUuid } from "../text/uuid.ts";
import { after, days, hours, minutes } from "../time/clock.ts";

/** Where a link of each purpose leads, and how long it is good. */
const purposes: Record<LinkPurpose, { path: string; lifeMs: number }> = {
  password: { path: "/passwords/", lifeMs: days(7) },
  email: { path: "/email-changes/", lifeMs: days(1) },
  signIn: { path: "/account/signinwithtoken?token=", lifeMs: minutes(5) },
  values: { path: "/values/", lifeMs: hours(1) },
};

/** What the token of a link is sealed for: its own row, and no other. */
export const linkSeal = (id: string): string => `link:${id}`;

type Issuing = Pick<App, "clock" | "secretKeys">;

type Subject = Pick<SecretLink, "userId" | "email" | "accountId" | "deploymentId" | "requestId">;

interface LinkFor extends Partial<Subject> {
  /** Where it is decided by what asks for it. */
  id?: string;
  purpose: LinkPurpose;
  /** Where it is another time than its purpose's. */
  lifeMs?: number;
}

/** The columns of a link with a fresh token, which is to be mailed. */
export function newLink(ctx: Issuing, { lifeMs, id = newUuid(), ...link }: LinkFor) {
  const now = ctx.clock();
  const expiresAt = after(now, lifeMs ?? purposes[link.purpose].lifeMs);
  return { ...link, id, ...freshToken(ctx, id), expiresAt, createdAt: now };
}

function freshToken({ secretKeys }: Issuing, id: string) {
  const token = newToken();
  return { tokenHash: hashToken(token), tokenSealed: seal(secretKeys, linkSeal(id), token) };
}

/**
 * Issues a link that is shown, not mailed: its token is in no row, and must be in no log. An earlier one of the same id is dead from
 * here on. `path` is where it leads on the site.
 */
export async function showLink(
  { clock }: Pick<App, "clock">,
  tx: Transaction,
  { lifeMs, id = newUuid(), ...link }: LinkFor,
): Promise<{ token: string; path: string; expiresAt: Date }> {
  const [now, token] = [clock(), newToken()];
  const { path, lifeMs: usual } = purposes[link.purpose];
  const expiresAt = after(now, lifeMs ?? usual);
  const fresh = { tokenHash: hashToken(token), expiresAt, createdAt: now };
  await tx.secretLink.upsert({
    where: { id },
    create: { ...link, id, ...fresh },
    update: { ...fresh, issue: { increment: 1 } },
    select: { id: true },
  });
  return { token, path: `${path}${token}`, expiresAt };
}

export type LinkState = "open" | "used" | "revoked" | "expired";

/** One that was revoked after its time counts as expired. */
export function linkState(
  { usedAt, revokedAt, expiresAt }: Pick<SecretLink, "usedAt" | "revokedAt" | "expiresAt">,
  now: Date,
): LinkState {
  if (usedAt) return "used";
  if (revokedAt && revokedAt < expiresAt) return "revoked";
  return expiresAt <= now ? "expired" : "open";
}

/** Which links are open, as a condition of a query. */
export const openAt = (now: Date) => ({ usedAt: null, revokedAt: null, expiresAt: { gt: now } });

/** What a token is looked up by: it opens the page of its own purpose alone. */
export const byToken = (purpose: LinkPurpose, token: string) => ({ purpose, tokenHash: hashToken(token) });

/** Uses a link up: of two at the same moment one gets in. Throws expired; also where it was issued anew since it was read. */
export async function useUp(
  tx: Transaction,
  { id, tokenHash }: Pick<SecretLink, "id" | "tokenHash">,
  now: Date,
): Promise<void> {
  const { count } = await tx.secretLink.updateMany({
    where: { id, tokenHash, ...openAt(now) },
    data: { usedAt: now, tokenSealed: null },
  });
  if (count === 0) throw new DomainError("expired", "This link was used, or ended, a moment ago.");
}

/** Withdraws links that nobody has used, as if they had never been. */
export async function withdrawLinks(tx: Transaction, where: Prisma.SecretLinkWhereInput): Promise<void> {
  await tx.secretLink.deleteMany({ where: { ...where, usedAt: null } });
}

/**
 * Mails a link, unless that is recorded as done or it works no more: a retry may come long after. Returns when the mail server
 * took it, for `handedOver`. A try that may have arrived is repeated as the same mail: same link, same Message-ID.
 */
export async function mailLink(
  app: App,
  link: SecretLink,
  write: (url: string) => Promise<Omit<Mail, "messageId">>,
): Promise<Date | undefined> {
  const { id, purpose, issue, tokenSealed } = link;
  if (link.handedOverAt || !tokenSealed || linkState(link, app.clock()) !== "open") return undefined;
  const token = unseal(app.secretKeys, linkSeal(id), tokenSealed);
  const mail = await write(`${app.publicUrl}${purposes[purpose].path}${token}`);
  await app.mailer.send({ ...mail, messageId: `link-${id}-${issue}` });
  return app.clock();
}

/** Records that. Many, since it may be gone by now; and not where it was issued anew: that one has still to be mailed. */
export const handedOver = (
  db: Database | Transaction,
  { id, issue }: Pick<SecretLink, "id" | "issue">,
  handedOverAt: Date,
) => db.secretLink.updateMany({ where: { id, issue }, data: { handedOverAt, tokenSealed: null } });

/** Drops the sealed tokens of links that work no more and whose mail never went: nothing will open them. */
export async function sweepSeals({ db, clock }: App): Promise<number> {
  const where = { tokenSealed: { not: null }, expiresAt: { lte: clock() } };
  return (await db.secretLink.updateMany({ where, data: { tokenSealed: null } })).count;
}

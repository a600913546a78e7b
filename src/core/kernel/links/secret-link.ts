import type { App } from "../../context.ts";
import type { LinkPurpose, Prisma, SecretLink } from "../../generated/prisma/client.ts";
import type { Database, Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Mail } from "../mail/mailer.ts";
import { seal, unseal } from "../secrets/seal.ts";
import { hashToken, newToken } from "../secrets/token.ts";
import { type At, type Columns, given, named, quotedColumns } from "../statement.ts";
import { newUuid } from "../text/uuid.ts";
import { after, days, hours, minutes } from "../time/clock.ts";

/** Where a link of each purpose leads, and how long it is good. */
const purposes: Record<LinkPurpose, { path: string; lifeMs: number }> = {
  invitation: { path: "/invitations/", lifeMs: days(7) },
  consoleInvitation: { path: "/console-invitations/", lifeMs: days(7) },
  password: { path: "/passwords/", lifeMs: days(7) },
  email: { path: "/email-changes/", lifeMs: days(1) },
  signIn: { path: "/account/signinwithtoken?token=", lifeMs: minutes(5) },
  values: { path: "/values/", lifeMs: hours(1) },
};

/** How long a link of this purpose is good, where nobody says otherwise. */
export const lifeMsOf = (purpose: LinkPurpose): number => purposes[purpose].lifeMs;

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
  return { ...link, id, ...freshToken(ctx, { id, purpose: link.purpose }, lifeMs), createdAt: ctx.clock() };
}

const columns = {
  id: "uuid",
  purpose: `"LinkPurpose"`,
  tokenHash: "bytea",
  tokenSealed: "text",
  expiresAt: "timestamptz",
  createdAt: "timestamptz",
} satisfies Columns & Partial<Record<Prisma.SecretLinkScalarFieldEnum, string>>;

/** Writes a new link as a part of a statement, once for each row of `from`. */
export const newLinkText = <Values>(at: At<Values>, row: keyof Values & string, from: string): string => `
  INSERT INTO "SecretLink" (${named(columns)}) SELECT ${given(at, row, columns)} FROM ${from}
  RETURNING ${quotedColumns("SecretLink")}`;

function freshToken(
  { secretKeys, clock }: Issuing,
  { id, purpose }: Pick<SecretLink, "id" | "purpose">,
  lifeMs = purposes[purpose].lifeMs,
) {
  const token = newToken();
  const tokenSealed = seal(secretKeys, linkSeal(id), token);
  return { tokenHash: hashToken(token), tokenSealed, expiresAt: after(clock(), lifeMs) };
}

/** A new token on the same row, to be mailed: the earlier one is dead, and what has expired is open again. */
export function reissueLink(
  ctx: Issuing,
  tx: Transaction,
  link: Pick<SecretLink, "id" | "purpose">,
): Promise<SecretLink> {
  const open = { usedAt: null, revokedAt: null, handedOverAt: null };
  const data = { ...freshToken(ctx, link), issue: { increment: 1 }, ...open };
  return tx.secretLink.update({ where: { id: link.id }, data });
}

/**
 * Issues a link that is shown, not mailed: its token is in no row, and must be in no log. An earlier one of the same id is dead from
 * here on, and it ends with `until`. `path` is where it leads on the site.
 */
export async function showLink(
  { clock }: Pick<App, "clock">,
  tx: Transaction,
  { until, id = newUuid(), ...link }: Omit<LinkFor, "lifeMs"> & { until?: Date | null },
): Promise<{ token: string; path: string; expiresAt: Date }> {
  const [now, token] = [clock(), newToken()];
  const { path, lifeMs } = purposes[link.purpose];
  const end = after(now, lifeMs);
  const expiresAt = until && until < end ? until : end;
  const fresh = { tokenHash: hashToken(token), expiresAt, createdAt: now };
  await tx.secretLink.upsert({
    where: { id },
    create: { ...link, id, ...fresh },
    update: { ...fresh, ...unended, issue: { increment: 1 } },
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

/** Which links nobody has ended, as a condition of a query; and which of these are open. */
const unended = { usedAt: null, revokedAt: null };
export const openAt = (now: Date) => ({ ...unended, expiresAt: { gt: now } });

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

/** Revokes those that nobody has used: their pages say so. Returns them. */
export function revokeLinks(
  tx: Transaction,
  where: Prisma.SecretLinkWhereInput,
  now: Date,
): Promise<SecretLink[]> {
  return tx.secretLink.updateManyAndReturn({
    where: { ...where, ...unended },
    data: { revokedAt: now, tokenSealed: null },
  });
}

const batchSize = 200;

/** Some links of a purpose whose time has run out, and which nobody has ended, as a condition for `revokeLinks`. */
export async function expiredLinks(
  { db, clock }: App,
  purpose: LinkPurpose,
): Promise<Prisma.SecretLinkWhereInput | undefined> {
  const expired = { purpose, expiresAt: { lte: clock() } };
  const due = await db.secretLink.findMany({
    where: { ...expired, ...unended },
    select: { id: true },
    take: batchSize,
  });
  // By id and by condition: a `limit` would look at the condition before it waits for whoever has the row.
  return due.length > 0 ? { ...expired, id: { in: due.map(({ id }) => id) } } : undefined;
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

/** Ends links whose time has run out, with their sealed tokens. Those of invitations are ended with them. */
export async function sweepLinks({ db, clock }: App): Promise<number> {
  const now = clock();
  const purpose = { in: ["password", "email", "signIn", "values"] satisfies LinkPurpose[] };
  const where = { purpose, expiresAt: { lte: now }, ...unended };
  return (await db.secretLink.updateMany({ where, data: { revokedAt: now, tokenSealed: null } })).count;
}

import { z } from "zod";
import type { App } from "../context.ts";
import type { ApiClientSecret, Prisma } from "../generated/prisma/client.ts";
import type { Database, Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import { hashToken, newToken } from "../kernel/secrets/token.ts";
import { fold } from "../kernel/text/fold.ts";
import { moment } from "../kernel/text/moment-words.ts";
import { shorten } from "../kernel/text/mrkdwn.ts";
import { after, hours, minutes } from "../kernel/time/clock.ts";

/** How many secrets one client may have at once: the old one, the new one, and one more that somebody forgot. */
export const secretsAtMost = 3;

/** For how long after a Request its secret can be shown. */
export const showableForMs = hours(24);

export const secretName = z
  .string()
  .trim()
  .min(1, "Enter a name that says which secret it is.")
  .max(60, "Use at most 60 characters.")
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, "Leave out control characters.");

/** Those that give tokens, and those that still can be shown. */
export const standing = (now: Date) =>
  ({
    revokedAt: null,
    OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
  }) satisfies Prisma.ApiClientSecretWhereInput;

/** What is told of a secret: all but its hash. */
export type ListedSecret = Omit<ApiClientSecret, "secretHash">;

interface MadeSecret {
  /** Shown once, and kept by nobody here. */
  secret: string;
  kept: { secretHash: Uint8Array<ArrayBuffer>; prefix: string };
}

const prefixLength = 6;

/**
 * 32 random bytes, of which a SHA-256 is kept, and 6 characters by which people tell it from others: nobody guesses the other
 * 37. A slow hash such as Argon2 makes guessing dear where people chose the secret; here it would only cost.
 */
export function newClientSecret(): MadeSecret {
  const secret = newToken();
  return { secret, kept: { secretHash: hashToken(secret), prefix: secret.slice(0, prefixLength) } };
}

interface NewSecret {
  apiClientId: string;
  /** Left out: the next number. */
  name?: string | undefined;
  createdBy: string;
  /** When it stops working, or can be shown no more; null for never. */
  expiresAt: Date | null;
  requestId?: string;
  kept?: MadeSecret["kept"];
  now: Date;
}

/** Adds a secret to a client that the caller holds. Throws conflict where there are three, or one of this name. */
export async function insertSecret(tx: Transaction, given: NewSecret): Promise<ApiClientSecret> {
  const { name, kept = {}, now, ...rest } = given;
  const { apiClientId } = given;
  const free = await requireRoomForSecret(tx, { apiClientId, name, now });
  return tx.apiClientSecret.create({ data: { ...rest, ...kept, name: free, createdAt: now } });
}

/** The name that the next secret has. Throws conflict where there are three already, or one of this name. */
export async function requireRoomForSecret(
  db: Database | Transaction,
  { apiClientId, name, now }: Pick<NewSecret, "apiClientId" | "name" | "now">,
): Promise<string> {
  const there = await db.apiClientSecret.findMany({ where: { apiClientId }, omit: { secretHash: true } });
  const open = there.filter((one) => isStanding(one, now));
  if (open.length >= secretsAtMost)
    throw new DomainError(
      "conflict",
      `It has ${secretsAtMost} secrets, and cannot have more. First revoke one that is no longer used.`,
    );
  const free = name ?? `Secret ${there.length + 1}`;
  if (open.some((one) => fold(one.name) === fold(free)))
    throw new DomainError("conflict", "It has a secret of this name already. Choose another name.", "name");
  return free;
}

export function isStanding(
  { revokedAt, expiresAt }: Pick<ApiClientSecret, "revokedAt" | "expiresAt">,
  now: Date,
): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > now);
}

/** The one secret of a client that the words name: by its name or its first characters. Throws not-found. */
export async function findSecret(
  { db, clock }: Pick<App, "db" | "clock">,
  apiClientId: string,
  words: string,
): Promise<ListedSecret> {
  const where = { apiClientId, ...standing(clock()) };
  const secrets = await db.apiClientSecret.findMany({
    where,
    omit: { secretHash: true },
    orderBy: { id: "asc" },
  });
  const [found, ...others] = secrets.filter(
    ({ name, prefix }) => fold(name) === fold(words) || (prefix !== "" && prefix === words),
  );
  if (found && others.length === 0) return found;
  const known = secrets.map(secretLabel).join(", ");
  throw new DomainError(
    "not-found",
    `${found ? "Several secrets are" : "No secret is"} called “${shorten(words, 80)}”. ${known ? `There is: ${known}.` : "There is none."}`,
    "secretId",
  );
}

/** A secret by its name and its first characters: “Secret 2 (8m1H91…)”. */
export function secretLabel({ name, prefix }: Pick<ApiClientSecret, "name" | "prefix">): string {
  return prefix ? `${name} (${prefix}…)` : `${name} (not shown yet)`;
}

/** A secret on one line, which never has the secret itself. */
export function secretLine(secret: ListedSecret): string {
  const { createdAt, createdBy, lastUsedAt, expiresAt, prefix } = secret;
  const end = prefix ? "ends" : "can be shown until";
  return [
    secretLabel(secret),
    `made ${moment(createdAt)}${createdBy && ` by ${createdBy}`}`,
    lastUsedAt ? `last used ${moment(lastUsedAt)}` : "never used",
    expiresAt ? `${end} ${moment(expiresAt)}` : "no end",
  ].join(" · ");
}

/** The shortest life of a secret: one that ends before it is in place helps nobody. */
const shortestLifeMs = minutes(5);

/** Throws invalid where an end is too near. */
export function requireEndAhead(endsAt: Date | null, now: Date): void {
  if (endsAt === null || endsAt >= after(now, shortestLifeMs)) return;
  throw new DomainError("invalid", "This is over too soon. Give it at least 5 minutes.", "endsAt");
}

import type { App } from "../context.ts";
import { Prisma } from "../generated/prisma/client.ts";
import type { Cloud, CloudAccount } from "../kernel/cloud/cloud.ts";
import type { Transaction } from "../kernel/database.ts";
import { isKeepable, keptName } from "./import-accounts.ts";
import { isOpen, none, ofGoneAccounts } from "./drift-kinds.ts";
import { closeVanished, recordDrift } from "./record-drift.ts";
import { isUnderWay } from "./under-way.ts";

/** Sub-accounts of an Account here that it has no more there, and of which the cloud says that there are none at all. */
export async function missingSubAccounts(
  app: App,
  cloud: Cloud,
  { accountId }: { accountId: string },
  subAccounts: CloudAccount[],
): Promise<string[]> {
  const known = await app.db.cloudAccount.findMany({
    where: { account: { parentId: accountId }, cloudId: { notIn: subAccounts.map(({ id }) => id) } },
    select: { cloudId: true },
  });
  const gone: string[] = [];
  for (const { cloudId } of known)
    if (!(await app.leases.outside(cloud.account(cloudId)))) gone.push(cloudId);
  return gone;
}

interface Comparing {
  /** Then the list tells what is renamed and gone. */
  listsSubs: boolean;
  since: Date;
  now: Date;
}

/** Writes down what differs of an Account's sub-accounts. Returns how many differences are new. */
export async function compareSubAccounts(
  tx: Transaction,
  { accountId }: { accountId: string },
  { subAccounts, gone }: { subAccounts: CloudAccount[]; gone: string[] },
  { listsSubs, since, now }: Comparing,
): Promise<number> {
  const kept = [...new Map(subAccounts.map((one) => [one.id, one])).values()].filter(isKeepable);
  const names = kept.map(({ name }) => keptName(name));
  const listed = Prisma.sql`
    SELECT * FROM unnest(${kept.map(({ id }) => id)}::text[], ${names}::text[]) AS l("cloudId", "name")`;
  const wanted = Prisma.sql`
    SELECT w.* FROM (
      SELECT 'account-new' AS "kind", l."cloudId" AS "subject", ${none} AS "accountId", ${none} AS "userId",
        ${accountId}::uuid AS "parentId", l."cloudId", '' AS "userName", '' AS "here", l."name" AS "there"
      FROM (${listed}) l WHERE NOT EXISTS (SELECT 1 FROM "CloudAccount" c WHERE c."cloudId" = l."cloudId")
      UNION ALL
      SELECT 'account-renamed', a."id"::text, a."id", ${none}, ${none}, l."cloudId", '', a."name", l."name"
      FROM (${listed}) l JOIN "CloudAccount" c ON c."cloudId" = l."cloudId" JOIN "Account" a ON a."id" = c."accountId"
      WHERE NOT ${listsSubs}::boolean AND l."name" <> a."name" AND a."parentId" = ${accountId}::uuid
      UNION ALL ${goneAccounts(gone)}) w
    WHERE ${isToldHere(since)}`;
  const found = await recordDrift(tx, wanted, now);
  if (listsSubs) return found;
  await closeVanished(tx, ofSubAccounts(accountId, since), now);
  await closeVanished(tx, ofGoneAccounts, now);
  return found;
}

const goneAccounts = (cloudIds: string[]) => Prisma.sql`
  SELECT 'account-gone' AS "kind", c."accountId"::text AS "subject", c."accountId", ${none} AS "userId", ${none} AS "parentId",
    c."cloudId", '' AS "userName", '' AS "here", '' AS "there"
  FROM "CloudAccount" c WHERE c."cloudId" = ANY(${cloudIds}::text[])`;

/** Of the row `w`: nothing is under way to it, and the list does not tell it as one whose API ID has changed. */
const isToldHere = (since: Date) => Prisma.sql`
  NOT ${isUnderWay(Prisma.sql`w."cloudId"`, since)}
  AND NOT EXISTS (SELECT 1 FROM "CloudDrift" d WHERE d."kind" = 'account-moved' AND d."there" = w."cloudId" AND ${isOpen})`;

/** Writes down sub-accounts that the cloud has no more. Returns how many differences are new. */
export async function recordGone(
  tx: Transaction,
  cloudIds: string[],
  { since, now }: { since: Date; now: Date },
): Promise<number> {
  const wanted = Prisma.sql`SELECT w.* FROM (${goneAccounts(cloudIds)}) w WHERE ${isToldHere(since)}`;
  const found = await recordDrift(tx, wanted, now);
  await closeVanished(tx, ofGoneAccounts, now);
  return found;
}

/** Of the row `d`: it is about a sub-account of this Account. */
const ofSubAccounts = (accountId: string, since: Date) => Prisma.sql`
  NOT ${isUnderWay(Prisma.sql`d."cloudId"`, since)} AND (
    (d."kind" = 'account-new' AND d."parentId" = ${accountId}::uuid)
    OR (d."kind" IN ('account-renamed', 'account-gone') AND EXISTS (
      SELECT 1 FROM "Account" a WHERE a."id" = d."accountId" AND a."parentId" = ${accountId}::uuid)))`;

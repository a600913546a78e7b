import pLimit from "p-limit";
import type { App } from "../context.ts";
import { type CloudSync, Prisma } from "../generated/prisma/client.ts";
import type { Cloud } from "../kernel/cloud/cloud.ts";
import type { Transaction } from "../kernel/database.ts";
import { ExternalError } from "../kernel/external-error.ts";
import { requireLease } from "../kernel/outbox/lease.ts";
import { released } from "../kernel/outbox/outbox.ts";
import { hasLeft, isOpen, listKinds, none, ofGoneAccounts } from "./drift-kinds.ts";
import { holdImport, patient } from "./import-accounts.ts";
import { keepAnswer } from "./read-list.ts";
import { closeVanished, recordDrift } from "./record-drift.ts";
import { isUnderWay } from "./under-way.ts";

type Run = Pick<CloudSync, "id" | "startedAt" | "lease">;

const entries = ({ id }: Run) => Prisma.sql`SELECT * FROM "CloudListed" WHERE "syncId" = ${id}::uuid`;

/** Whether sub-accounts stand in the list is not documented: they do where one that is known here stands in it. */
const listsSubs = (run: Run) => Prisma.sql`EXISTS (
  SELECT 1 FROM (${entries(run)}) l JOIN "CloudAccount" c ON c."cloudId" = l."cloudId" JOIN "Account" a ON a."id" = c."accountId"
  WHERE a."parentId" IS NOT NULL AND NOT l."gone")`;

/** Every Account that the list should name. */
const expected = (run: Run) => Prisma.sql`
  SELECT c.* FROM "CloudAccount" c JOIN "Account" a ON a."id" = c."accountId"
  WHERE (a."parentId" IS NULL OR ${listsSubs(run)})
    AND NOT ${hasLeft(Prisma.sql`c."accountId"`)}`;

const isUnlisted = (run: Run, cloudId: Prisma.Sql) =>
  Prisma.sql`NOT EXISTS (SELECT 1 FROM (${entries(run)}) l WHERE l."cloudId" = ${cloudId})`;

/** What the list has, and nobody here. */
const fresh = (run: Run) => Prisma.sql`
  SELECT l.* FROM (${entries(run)}) l
  WHERE NOT l."gone" AND NOT EXISTS (SELECT 1 FROM "CloudAccount" c WHERE c."cloudId" = l."cloudId")`;

/** Moments at which one Account alone was made, by what is known here and by the list. */
const tellingDates = (run: Run) => Prisma.sql`
  SELECT "createdThere" FROM "CloudAccount" WHERE "createdThere" IS NOT NULL GROUP BY 1 HAVING count(*) = 1
  INTERSECT
  SELECT "createdThere" FROM (${entries(run)}) l WHERE NOT l."gone" GROUP BY 1 HAVING count(*) = 1`;

export interface Missing {
  /** How many Accounts the list should name. */
  known: number;
  /** How many of them it does not, those left out whose API ID seems to have changed. */
  missing: number;
}

/** What of the cloud's Accounts is not in its list any more. */
export async function countMissing({ db }: Pick<App, "db">, run: Run): Promise<Missing> {
  const [row] = await db.$queryRaw<Missing[]>`
    WITH expected AS (${expected(run)}), moved AS (
      SELECT f."createdThere" FROM (${fresh(run)}) f WHERE f."createdThere" IN (${tellingDates(run)}))
    SELECT count(*)::int AS "known",
      count(*) FILTER (WHERE ${isUnlisted(run, Prisma.sql`e."cloudId"`)}
        AND NOT EXISTS (SELECT 1 FROM moved WHERE moved."createdThere" = e."createdThere"))::int AS "missing"
    FROM expected e WHERE ${notUnderWay(run, Prisma.sql`e."cloudId"`)}`;
  return row ?? { known: 0, missing: 0 };
}

const batch = 20;
const atOnce = 4;

/**
 * Asks for some of what is missing by itself: a list that is read page by page while it changes leaves out what moves from one page
 * to another. False: nothing is left to ask for.
 */
export async function askForMissing(app: App, cloud: Cloud, run: Run): Promise<boolean> {
  // What was asked for at an earlier comparison is not asked for each hour.
  await app.db.$executeRaw`
    INSERT INTO "CloudListed" ("syncId", "cloudId", "name", "gone")
    SELECT ${run.id}::uuid, c."cloudId", '', true FROM "CloudAccount" c
    WHERE ${isUnlisted(run, Prisma.sql`c."cloudId"`)} AND ${hasLeft(Prisma.sql`c."accountId"`)}
    ON CONFLICT DO NOTHING`;
  const asked = await app.db.$queryRaw<{ cloudId: string; name: string }[]>`
    SELECT e."cloudId", a."name" FROM (${expected(run)}) e JOIN "Account" a ON a."id" = e."accountId"
    WHERE ${isUnlisted(run, Prisma.sql`e."cloudId"`)}
    UNION ALL
    SELECT d."cloudId", d."there" FROM "CloudDrift" d
    WHERE d."kind" = 'account-new' AND ${isOpen} AND d."ignoredAt" IS NULL AND (d."parentId" IS NULL OR ${listsSubs(run)})
      AND ${isUnlisted(run, Prisma.sql`d."cloudId"`)}
      AND NOT EXISTS (SELECT 1 FROM "CloudAccount" c WHERE c."cloudId" = d."cloudId")
    LIMIT ${batch}`;
  const limit = pLimit(atOnce);
  await Promise.all(asked.map((one) => limit(() => askFor(app, cloud, run, one))));
  return asked.length > 0;
}

async function askFor(
  app: App,
  cloud: Cloud,
  { id }: Run,
  { cloudId, name }: { cloudId: string; name: string },
): Promise<void> {
  try {
    await keepAnswer(app, id, cloudId, await app.leases.outside(cloud.account(cloudId)));
  } catch (error) {
    if (!(error instanceof ExternalError) || isAboutAll(error)) throw error;
    // Nobody can say whether it is there: it stands as it stood.
    await keepAnswer(app, id, cloudId, { id: cloudId, name, description: "", createdAt: undefined });
  }
}

/** Whether trouble with one Account says that there is trouble with all. */
export const isAboutAll = ({ retryable, reason }: ExternalError): boolean =>
  retryable || ["credentials", "401", "403"].includes(reason);

/** Compares the whole list with what is here, in one transaction, and ends the run. */
export async function compareList(app: App, run: Run): Promise<void> {
  const now = app.clock();
  const { id, lease } = run;
  await app.db.$transaction(async (tx) => {
    await holdImport(tx);
    const found = await recordDrift(tx, differences(run), now);
    const [state] = await tx.$queryRaw<{ listsSubs: boolean; compared: number }[]>`
        SELECT ${listsSubs(run)} AS "listsSubs", (SELECT count(*)::int FROM (${entries(run)}) l WHERE NOT l."gone") AS "compared"`;
    await closeVanished(tx, lookedFor(run), now);
    await closeVanished(tx, ofGoneAccounts, now);
    await tx.cloudDrift.updateMany({
      where: { kind: "list-shrank", goneAt: null },
      data: { goneAt: now },
    });
    await markListed(tx, run, now);
    await tx.cloudListed.deleteMany({ where: { syncId: id } });
    const data = { ...released, found, ...state, finishedAt: now };
    requireLease(await tx.cloudSync.updateMany({ where: { id, lease }, data }));
  }, patient);
}

/** A moment of the list that was read before something done here arrived there says nothing. */
const notUnderWay = (run: Run, cloudId: Prisma.Sql) => Prisma.sql`NOT ${isUnderWay(cloudId, run.startedAt)}`;

const differences = (run: Run) => Prisma.sql`
  WITH listed AS (${entries(run)}), fresh AS (${fresh(run)}),
  gone AS (SELECT c.* FROM "CloudAccount" c JOIN listed l ON l."cloudId" = c."cloudId" WHERE l."gone"),
  moved AS (
    SELECT gone."accountId", gone."cloudId" AS "from", fresh."cloudId" AS "to", fresh."name"
    FROM gone JOIN fresh ON fresh."createdThere" = gone."createdThere"
    WHERE gone."createdThere" IN (${tellingDates(run)})),
  wanted AS (
    SELECT 'account-moved' AS "kind", "accountId"::text AS "subject", "accountId", ${none} AS "userId", ${none} AS "parentId",
      "from" AS "cloudId", '' AS "userName", "from" AS "here", "to" AS "there"
    FROM moved
    UNION ALL
    SELECT 'account-gone', "accountId"::text, "accountId", ${none}, ${none}, "cloudId", '', '', ''
    FROM gone WHERE "cloudId" NOT IN (SELECT "from" FROM moved)
    UNION ALL
    SELECT 'account-new', "cloudId", ${none}, ${none}, ${none}, "cloudId", '', '', "name"
    FROM fresh WHERE "cloudId" NOT IN (SELECT "to" FROM moved)
    UNION ALL
    SELECT 'account-renamed', a."id"::text, a."id", ${none}, ${none}, l."cloudId", '', a."name", l."name"
    FROM listed l JOIN "CloudAccount" c ON c."cloudId" = l."cloudId" JOIN "Account" a ON a."id" = c."accountId"
    WHERE NOT l."gone" AND l."name" <> a."name"
    UNION ALL
    SELECT 'account-renamed', a."id"::text, a."id", ${none}, ${none}, moved."from", '', a."name", moved."name"
    FROM moved JOIN "Account" a ON a."id" = moved."accountId" WHERE moved."name" <> a."name")
  SELECT * FROM wanted WHERE ${notUnderWay(run, Prisma.sql`wanted."cloudId"`)}`;

/** Of the row `d`: the list tells whether it still is so. */
const lookedFor = (run: Run) => Prisma.sql`
  d."kind" IN (${Prisma.join(listKinds)}) AND ${notUnderWay(run, Prisma.sql`d."cloudId"`)}
  AND (${listsSubs(run)} OR (d."parentId" IS NULL
    AND NOT EXISTS (SELECT 1 FROM "Account" a WHERE a."id" = d."accountId" AND a."parentId" IS NOT NULL)))`;

/** Also when an Account was made that went there from here. */
async function markListed(tx: Transaction, run: Run, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE "CloudAccount" c SET "listedAt" = ${now}::timestamptz, "createdThere" = coalesce(c."createdThere", l."createdThere")
    FROM (${entries(run)}) l WHERE l."cloudId" = c."cloudId" AND NOT l."gone"`;
}

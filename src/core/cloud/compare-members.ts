import type { App } from "../context.ts";
import { Prisma } from "../generated/prisma/client.ts";
import type { Cloud, CloudAccount } from "../kernel/cloud/cloud.ts";
import type { Transaction } from "../kernel/database.ts";
import { ExternalError } from "../kernel/external-error.ts";
import { after, days } from "../kernel/time/clock.ts";
import { isAboutAll } from "./compare-list.ts";
import { hasLeft, memberKinds, none } from "./drift-kinds.ts";
import { holdImport, patient } from "./import-accounts.ts";
import { isKeepableName, placeUnder } from "./import-members.ts";
import { closeVanished, recordDrift } from "./record-drift.ts";
import { compareSubAccounts, missingSubAccounts, recordGone } from "./compare-sub-accounts.ts";
import { arrivedSince, isUnderWay } from "./under-way.ts";

export interface DueAccount {
  accountId: string;
  cloudId: string;
  parentId: string | null;
}

const everyMs = days(1);
const batch = 20;

/** Accounts whose members are to be read: once a day, and where something done here has arrived there since. */
export function dueAccounts({ db, clock }: Pick<App, "db" | "clock">, take = batch): Promise<DueAccount[]> {
  const now = clock();
  const id = Prisma.sql`c."cloudId"`;
  return db.$queryRaw`
    SELECT c."accountId", c."cloudId", a."parentId" FROM "CloudAccount" c JOIN "Account" a ON a."id" = c."accountId"
    WHERE (c."readAt" IS NULL OR c."readAt" <= ${after(now, -everyMs)}::timestamptz OR ${arrivedSince(id, Prisma.sql`c."readAt"`)})
      AND NOT ${isUnderWay(id, now)}
      AND NOT ${hasLeft(Prisma.sql`c."accountId"`)}
    ORDER BY c."readAt" NULLS FIRST, c."accountId" LIMIT ${take}`;
}

/**
 * Reads the members of one Account, and its sub-accounts, and writes down where they differ from what is here. Returns how many
 * differences are new.
 */
export async function compareMembers(
  app: App,
  cloud: Cloud,
  due: DueAccount,
  { listsSubs }: { listsSubs: boolean },
): Promise<number> {
  const since = app.clock();
  const read = await readAccount(app, cloud, due, listsSubs);
  return app.db.$transaction(async (tx) => {
    await holdImport(tx);
    const { accountId, cloudId } = due;
    const [state] = await tx.$queryRaw<{ underWay: boolean }[]>`
        SELECT ${isUnderWay(Prisma.sql`${cloudId}`, since)} AS "underWay"`;
    // It is its turn again when that has arrived.
    if (state?.underWay) return 0;
    const { count } = await tx.cloudAccount.updateMany({
      where: { accountId, cloudId },
      data: { readAt: since },
    });
    // Deleted here meanwhile, or read under an id that it has no more.
    if (count === 0 || !read) return 0;
    if (read === "gone") return recordGone(tx, [cloudId], { since, now: app.clock() });
    const found = await compareUsers(tx, due, read.members.filter(isKeepableName), {
      since,
      now: app.clock(),
    });
    if (due.parentId !== null) return found;
    await placeUnder(tx, accountId, read.subAccounts);
    return found + (await compareSubAccounts(tx, due, read, { listsSubs, since, now: app.clock() }));
  }, patient);
}

interface ReadAccount {
  members: string[];
  subAccounts: CloudAccount[];
  /** Sub-accounts of it here, of which the cloud says that there are none. */
  gone: string[];
}

/** Undefined: nothing can be said. Whether one is gone is told by the list, or of sub-accounts here where that has none. */
async function readAccount(
  app: App,
  cloud: Cloud,
  due: DueAccount,
  listsSubs: boolean,
): Promise<ReadAccount | "gone" | undefined> {
  const { cloudId, parentId } = due;
  try {
    const members = await app.leases.outside(cloud.members(cloudId));
    // Where its parent is gone as well, or has another API ID, nobody finds it missing under that.
    if (!members && parentId !== null && !listsSubs)
      return (await app.leases.outside(cloud.account(cloudId))) ? undefined : "gone";
    const subAccounts = parentId === null ? await app.leases.outside(cloud.subAccounts(cloudId)) : [];
    if (!members || !subAccounts) return undefined;
    const gone = listsSubs ? [] : await missingSubAccounts(app, cloud, due, subAccounts);
    return { members, subAccounts, gone };
  } catch (error) {
    if (!(error instanceof ExternalError) || isAboutAll(error)) throw error;
    app.log.warn({ err: error, accountId: due.accountId }, "an Account of the cloud cannot be read");
    return undefined;
  }
}

async function compareUsers(
  tx: Transaction,
  { accountId, cloudId }: DueAccount,
  names: string[],
  { since, now }: { since: Date; now: Date },
): Promise<number> {
  await pairMembers(tx, accountId, names);
  const id = Prisma.sql`${accountId}::uuid`;
  const wanted = Prisma.sql`
    SELECT 'member-new' AS "kind", ${accountId} || ':' || n."name" AS "subject", ${id} AS "accountId", u."userId", ${none} AS "parentId",
      ${cloudId} AS "cloudId", n."name" AS "userName", '' AS "here", '' AS "there"
    FROM (SELECT DISTINCT unnest(${names}::text[]) AS "name") n LEFT JOIN "CloudUser" u ON u."cloudName" = n."name"
    WHERE NOT EXISTS (SELECT 1 FROM "Membership" m WHERE m."accountId" = ${id} AND m."userId" = u."userId")
    UNION ALL
    SELECT 'member-gone', ${accountId} || ':' || u."id", ${id}, u."id", ${none}, ${cloudId}, coalesce(c."cloudName", u."username"), '', ''
    FROM "Membership" m JOIN "User" u ON u."id" = m."userId" LEFT JOIN "CloudUser" c ON c."userId" = u."id"
    WHERE m."accountId" = ${id} AND u."apiUserOfId" IS NULL AND m."createdAt" < ${since}::timestamptz
      AND (c."cloudName" IS NULL OR c."cloudName" <> ALL(${names}::text[]))`;
  const found = await recordDrift(tx, wanted, now);
  await closeVanished(
    tx,
    Prisma.sql`d."accountId" = ${id} AND d."kind" IN (${Prisma.join(memberKinds)})`,
    now,
  );
  return found;
}

/** Who is a user of this Account here and there under the very same user ID is the same. */
async function pairMembers(tx: Transaction, accountId: string, names: string[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "CloudUser" ("userId", "cloudName")
    SELECT u."id", u."username" FROM "Membership" m JOIN "User" u ON u."id" = m."userId"
    WHERE m."accountId" = ${accountId}::uuid AND u."apiUserOfId" IS NULL AND u."username" = ANY(${names}::text[])
      AND NOT EXISTS (SELECT 1 FROM "CloudUser" c WHERE c."userId" = u."id" OR c."cloudName" = u."username")`;
}

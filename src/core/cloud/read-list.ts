import type { App } from "../context.ts";
import { type CloudSync, Prisma } from "../generated/prisma/client.ts";
import type { Cloud, CloudAccount } from "../kernel/cloud/cloud.ts";
import { requireLease } from "../kernel/outbox/lease.ts";
import { isKeepable, keptName } from "./import-accounts.ts";

/** Reads the next page of the cloud's list into the run's own table, where nothing counts until the list is whole. True: it is. */
export async function readPage(app: App, cloud: Cloud, sync: CloudSync): Promise<boolean> {
  const page = sync.pages + 1;
  const { accounts, pages } = await app.leases.outside(cloud.accounts(page));
  const { id, lease } = sync;
  return app.db.$transaction(async (tx) => {
    const before = await tx.cloudListed.count({ where: { syncId: id } });
    await keep(tx, id, accounts);
    const after = await tx.cloudListed.count({ where: { syncId: id } });
    // A cloud that knows no pages says the same again and again.
    const isLast = pages === undefined ? before === after : page >= pages || accounts.length === 0;
    requireLease(
      await tx.cloudSync.updateMany({
        where: { id, lease },
        data: { pages: page, attempts: 0, ...(isLast && { listedAt: app.clock() }) },
      }),
    );
    return isLast;
  });
}

/** The same of one that was asked for by itself; undefined: the cloud has none. */
export async function keepAnswer(
  { db }: Pick<App, "db">,
  syncId: string,
  cloudId: string,
  found: CloudAccount | undefined,
): Promise<void> {
  if (found) return keep(db, syncId, [{ ...found, id: cloudId }]);
  await db.cloudListed.createMany({
    data: [{ syncId, cloudId, name: "", gone: true }],
    skipDuplicates: true,
  });
}

async function keep(
  db: Pick<App["db"], "$executeRaw">,
  syncId: string,
  given: CloudAccount[],
): Promise<void> {
  const rows = [...new Map(given.map((one) => [one.id, one])).values()].filter(isKeepable);
  if (rows.length === 0) return;
  const values = rows.map(
    ({ id, name, createdAt }) =>
      Prisma.sql`(${syncId}::uuid, ${id}, ${keptName(name)}, ${createdAt ?? null}::timestamptz)`,
  );
  await db.$executeRaw`
    INSERT INTO "CloudListed" ("syncId", "cloudId", "name", "createdThere") VALUES ${Prisma.join(values)}
    ON CONFLICT ("syncId", "cloudId") DO UPDATE SET "name" = EXCLUDED."name", "createdThere" = EXCLUDED."createdThere"`;
}

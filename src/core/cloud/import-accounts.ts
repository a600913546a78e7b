import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { Auditing } from "../kernel/audit/record-audit.ts";
import type { Transaction } from "../kernel/database.ts";
import type { CloudAccount } from "../kernel/cloud/cloud.ts";
import { accountLabel, accountNames } from "../kernel/names/account-name.ts";
import { shorten } from "../kernel/text/mrkdwn.ts";
import { ownApiIds } from "./own-keys.ts";

/** Longer ones were never seen, and no index takes them. */
export const longestCloudId = 600;

const nameAtMost = 600;
const descriptionAtMost = 10_000;

export interface TakenAccounts {
  added: number;
  /** They were here under the same API ID, and are now known to be the same. */
  paired: number;
  /** Whose API ID here is not the cloud's. */
  renamed: { theirs: string; own: string }[];
  /** Known already, with another name there than here. */
  differing: string[];
  /** Ids that cannot be kept. */
  refused: string[];
}

/** A name from the cloud as it is kept here: PostgreSQL takes no NUL. */
export const keptName = (text: string, most = nameAtMost): string =>
  shorten(text.replaceAll("\0", " "), most);

/** Of a transaction that holds the import: others may hold it for long. */
export const patient = { timeout: 120_000, maxWait: 30_000 };

/** In a transaction, for as long as it lasts: two imports at once, or two Accounts of one, find free names one after the other. */
export async function holdImport(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('cloud-import', 0))`;
}

/** Takes over some Accounts of the cloud, in a transaction of the caller's. What is known is only marked as seen. */
export async function takeAccounts(
  tx: Transaction,
  ctx: Auditing,
  given: CloudAccount[],
  listedAt: Date,
): Promise<TakenAccounts> {
  const accounts = [...new Map(given.map((one) => [one.id, one])).values()].filter(isKeepable);
  const refused = given.filter((one) => !isKeepable(one)).map(({ id }) => shorten(id, 80));
  const ids = accounts.map(({ id }) => id);
  const known = await tx.cloudAccount.findMany({
    where: { cloudId: { in: ids } },
    select: { cloudId: true, account: { select: { name: true, apiId: true } } },
  });
  await tx.cloudAccount.updateMany({ where: { cloudId: { in: ids } }, data: { listedAt } });
  const standing = new Map(known.map(({ cloudId, account }) => [cloudId, account]));
  const differing = accounts.flatMap((one) => {
    const account = standing.get(one.id);
    return account && account.name !== keptName(one.name) ? [accountLabel(account)] : [];
  });
  const fresh = accounts.filter(({ id }) => !standing.has(id));
  const paired = await pairAccounts(tx, ctx, fresh, listedAt);
  const left = fresh.filter(({ id }) => !paired.has(id));
  const renamed = await addAccounts(tx, ctx, left, listedAt);
  return { added: left.length, paired: paired.size, renamed, differing, refused };
}

/** Whether its id can be kept letter for letter. */
export const isKeepable = ({ id }: Pick<CloudAccount, "id">): boolean =>
  id.length <= longestCloudId && !id.includes("\0");

/** Those that are here under the very same API ID. */
async function pairAccounts(
  tx: Transaction,
  ctx: Auditing,
  fresh: CloudAccount[],
  listedAt: Date,
): Promise<Set<string>> {
  const here = await tx.account.findMany({
    where: { apiId: { in: fresh.map(({ id }) => id) }, cloud: null },
  });
  const byId = new Map(fresh.map((one) => [one.id, one]));
  for (const account of here) {
    const { id: cloudId, createdAt = null } = byId.get(account.apiId) ?? { id: account.apiId };
    await tx.cloudAccount.create({
      data: { accountId: account.id, cloudId, createdThere: createdAt, listedAt },
    });
    await recordAudit(tx, ctx, imported(account, { cloudId }));
  }
  return new Set(here.map(({ apiId }) => apiId));
}

async function addAccounts(
  tx: Transaction,
  ctx: Auditing,
  fresh: CloudAccount[],
  listedAt: Date,
): Promise<TakenAccounts["renamed"]> {
  if (fresh.length === 0) return [];
  const names = await ownApiIds(
    tx,
    fresh.map(({ id }) => id),
  );
  const owns = new Map(names.map(({ theirs, own }) => [theirs, own]));
  for (const { id: cloudId, name: theirs, description, createdAt } of fresh) {
    const [name, apiId] = [keptName(theirs), owns.get(cloudId) ?? cloudId];
    const account = await tx.account.create({
      data: {
        ...accountNames({ name, apiId }),
        description: keptName(description, descriptionAtMost),
        createdAt: pastOf(createdAt, ctx.clock()),
        cloud: { create: { cloudId, createdThere: createdAt ?? null, listedAt } },
      },
      select: { id: true, name: true, apiId: true },
    });
    await recordAudit(tx, ctx, imported(account, { cloudId }));
  }
  return names.filter(({ theirs, own }) => theirs !== own);
}

const pastOf = (date: Date | undefined, now: Date): Date => (date && date < now ? date : now);

/** What is audited of an Account that was taken over, or of which something was. */
export const imported = (account: { id: string; name: string; apiId: string }, after: ImportedFacts) => ({
  action: "account-imported" as const,
  subject: { kind: "account", id: account.id, name: accountLabel(account) },
  accountId: account.id,
  after: after as Record<string, string | number | string[]>,
});

interface ImportedFacts {
  cloudId?: string;
  members?: string[];
  newUsers?: number;
  subAccounts?: string[];
}

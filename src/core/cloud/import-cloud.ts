import pLimit from "p-limit";
import type { OperatorContext } from "../context.ts";
import type { CloudLists } from "../kernel/cloud/cloud.ts";
import { ExternalError } from "../kernel/external-error.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import { holdImport, patient, takeAccounts, type TakenAccounts } from "./import-accounts.ts";
import { takeMembers, type TakenMembers } from "./import-members.ts";

/** Since the beginning of this call; of lists the first few are kept. */
export interface ImportSummary {
  /** When the import began that this call went on with; null where it began one. */
  resumedFrom: Date | null;
  listed: number;
  read: number;
  accounts: { added: number; paired: number };
  subAccounts: number;
  users: { added: number; paired: number };
  memberships: number;
  renamed: { count: number; first: { theirs: string; own: string }[] };
  differing: { count: number; first: string[] };
  refused: { count: number; first: string[] };
  /** Accounts that could not be read, each with why. With any of these the import is not finished. */
  failed: { count: number; first: string[] };
  /** Known here, and no longer there. */
  gone: { count: number; first: string[] };
}

export interface ImportProgress {
  summary: ImportSummary;
  /** Pages of the list, where the cloud has told. */
  pages: number | undefined;
  toRead: number | undefined;
}

const atOnce = 4;
const batch = 100;
const keptOfLists = 20;
/** So many Accounts in a row that cannot be read: then it is the cloud that is away. */
const failuresInRow = 5;

/**
 * Takes over the cloud's Accounts, sub-accounts, Users and memberships. Each Account is one transaction; what was begun and did
 * not end is gone on with. Nothing is deleted, and nothing that is here is changed. Throws ExternalError where the cloud is away.
 */
export async function importCloud(
  ctx: OperatorContext,
  cloud: CloudLists,
  tell: Running["tell"] = () => undefined,
): Promise<ImportSummary> {
  const { db } = ctx;
  const begun = await db.cloudImport.findFirst({
    where: { finishedAt: null },
    orderBy: { startedAt: "desc" },
  });
  const run = begun ?? (await db.cloudImport.create({ data: { startedAt: ctx.clock() } }));
  const summary = emptySummary(begun?.startedAt ?? null);
  const running: Running = { ctx, cloud, summary, startedAt: run.startedAt, tell };
  await listAll(running);
  await readAll(running);
  await countGone(running);
  if (summary.failed.count === 0)
    await db.cloudImport.update({ where: { id: run.id }, data: { finishedAt: ctx.clock() } });
  return summary;
}

interface Running {
  ctx: OperatorContext;
  cloud: CloudLists;
  summary: ImportSummary;
  startedAt: Date;
  tell: (progress: ImportProgress) => void;
}

async function listAll({ ctx, cloud, summary, startedAt, tell }: Running): Promise<void> {
  for (let page = 1; ; page += 1) {
    const { accounts, pages } = await cloud.accounts(page);
    if (accounts.length === 0) return;
    const taken = await ctx.db.$transaction(async (tx) => {
      await holdImport(tx);
      return takeAccounts(tx, ctx, accounts, startedAt);
    }, patient);
    summary.listed += accounts.length;
    addAccounts(summary, taken);
    tell({ summary, pages, toRead: undefined });
    if (pages !== undefined && page >= pages) return;
  }
}

async function readAll({ ctx, cloud, summary, startedAt, tell }: Running): Promise<void> {
  const limit = pLimit(atOnce);
  const open = {
    listedAt: { gte: startedAt },
    OR: [{ readAt: null }, { readAt: { lt: startedAt } }],
  };
  const toRead = await ctx.db.cloudAccount.count({ where: open });
  let failures = 0;
  for (let last: string | undefined; ;) {
    const rows = await ctx.db.cloudAccount.findMany({
      where: { ...open, ...(last && { accountId: { gt: last } }) },
      orderBy: { accountId: "asc" },
      take: batch,
      select: { accountId: true, cloudId: true, account: true },
    });
    last = rows.at(-1)?.accountId;
    if (!last) return;
    const settled = await Promise.allSettled(rows.map((row) => limit(() => readOne(row))));
    const broken = settled.find((one) => one.status === "rejected");
    if (broken) throw broken.reason;
  }

  async function readOne(row: Parameters<typeof takeMembers>[2]): Promise<void> {
    try {
      if (failures >= failuresInRow) return;
      addMembers(summary, await takeMembers(ctx, cloud, row, startedAt));
      failures = 0;
    } catch (error) {
      if (!(error instanceof ExternalError)) throw error;
      failures += 1;
      note(summary.failed, `${accountLabel(row.account)}: ${error.message}`);
      if (failures === failuresInRow || error.reason === "credentials") throw error;
    }
    tell({ summary, pages: undefined, toRead });
  }
}

async function countGone({ ctx: { db }, summary, startedAt }: Running): Promise<void> {
  // One that was made here may not be there yet.
  const where = { listedAt: { lt: startedAt } };
  summary.gone.count += await db.cloudAccount.count({ where });
  const first = await db.cloudAccount.findMany({ where, take: keptOfLists, select: { account: true } });
  summary.gone.first.push(...first.map(({ account }) => accountLabel(account)));
}

const emptySummary = (resumedFrom: Date | null): ImportSummary => ({
  resumedFrom,
  listed: 0,
  read: 0,
  accounts: { added: 0, paired: 0 },
  subAccounts: 0,
  users: { added: 0, paired: 0 },
  memberships: 0,
  renamed: { count: 0, first: [] },
  differing: { count: 0, first: [] },
  refused: { count: 0, first: [] },
  failed: { count: 0, first: [] },
  gone: { count: 0, first: [] },
});

function addAccounts(summary: ImportSummary, taken: TakenAccounts): void {
  summary.accounts.added += taken.added;
  summary.accounts.paired += taken.paired;
  note(summary.renamed, ...taken.renamed);
  note(summary.differing, ...taken.differing);
  note(summary.refused, ...taken.refused);
}

function addMembers(summary: ImportSummary, taken: TakenMembers): void {
  summary.read += 1;
  summary.users.added += taken.users;
  summary.users.paired += taken.pairedUsers;
  summary.memberships += taken.memberships;
  summary.subAccounts += taken.subAccounts;
  note(summary.renamed, ...taken.renamed);
  note(summary.refused, ...taken.refused);
  if (taken.accounts) addAccounts(summary, taken.accounts);
}

/** Counts all and keeps the first, so that what is kept does not grow with the cloud. */
function note<Item>(list: { count: number; first: Item[] }, ...items: Item[]): void {
  list.count += items.length;
  list.first.push(...items.slice(0, Math.max(0, keptOfLists - list.first.length)));
}

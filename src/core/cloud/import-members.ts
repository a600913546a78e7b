import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { OperatorContext } from "../context.ts";
import type { Account } from "../generated/prisma/client.ts";
import type { CloudLists, CloudAccount } from "../kernel/cloud/cloud.ts";
import type { Transaction } from "../kernel/database.ts";
import { namedUser } from "../users/create-user.ts";
import { shorten } from "../kernel/text/mrkdwn.ts";
import {
  holdImport,
  imported,
  longestCloudId,
  patient,
  takeAccounts,
  type TakenAccounts,
} from "./import-accounts.ts";
import { ownUsernames } from "./own-keys.ts";

export interface TakenMembers {
  /** It is not in the cloud any more. */
  gone: boolean;
  users: number;
  pairedUsers: number;
  memberships: number;
  subAccounts: number;
  renamed: { theirs: string; own: string }[];
  refused: string[];
  accounts: TakenAccounts | undefined;
}

type Known = { accountId: string; cloudId: string; account: Account };

/** Asks the cloud for the members of one Account, and for its sub-accounts unless it is one itself, and takes them over. */
export async function takeMembers(
  ctx: OperatorContext,
  cloud: CloudLists,
  { accountId, cloudId, account }: Known,
  listedAt: Date,
): Promise<TakenMembers> {
  const members = await cloud.members(cloudId);
  const subAccounts = account.parentId === null ? await cloud.subAccounts(cloudId) : [];
  if (!members || !subAccounts) return { ...nothing, gone: true };
  return ctx.db.$transaction(async (tx) => {
    await holdImport(tx);
    const accounts = subAccounts.length > 0 ? await takeAccounts(tx, ctx, subAccounts, listedAt) : undefined;
    const under = await placeUnder(tx, accountId, subAccounts);
    const taken = await takeUsers(tx, members);
    const now = ctx.clock();
    const added = await tx.membership.createManyAndReturn({
      data: taken.userIds.map((userId) => ({ userId, accountId, createdAt: now })),
      skipDuplicates: true,
      select: { user: { select: { username: true } } },
    });
    if (added.length > 0 || under.length > 0)
      await recordAudit(
        tx,
        ctx,
        imported(account, {
          ...(added.length > 0 && {
            members: added.map(({ user }) => user.username),
            newUsers: taken.users,
          }),
          ...(under.length > 0 && { subAccounts: under }),
        }),
      );
    await tx.cloudAccount.update({ where: { accountId }, data: { readAt: now } });
    return { ...nothing, ...taken, memberships: added.length, subAccounts: under.length, accounts };
  }, patient);
}

const nothing: TakenMembers = {
  gone: false,
  users: 0,
  pairedUsers: 0,
  memberships: 0,
  subAccounts: 0,
  renamed: [],
  refused: [],
  accounts: undefined,
};

/** There is one level of nesting only: what has sub-accounts here goes under no other. */
export async function placeUnder(
  tx: Transaction,
  parentId: string,
  given: CloudAccount[],
): Promise<string[]> {
  if (given.length === 0) return [];
  const placed = await tx.account.updateManyAndReturn({
    where: {
      cloud: { cloudId: { in: given.map(({ id }) => id) } },
      parentId: null,
      id: { not: parentId },
      subAccounts: { none: {} },
    },
    data: { parentId },
    select: { apiId: true },
  });
  return placed.map(({ apiId }) => apiId);
}

/** The Users of these names in the cloud; who is not here yet is made, without e-mail and password. */
export async function takeUsers(tx: Transaction, given: string[]) {
  const names = [...new Set(given)].filter(isKeepableName);
  const refused = given.filter((name) => !isKeepableName(name)).map((name) => shorten(name, 80));
  const known = await tx.cloudUser.findMany({ where: { cloudName: { in: names } } });
  const ids = new Map(known.map(({ cloudName, userId }) => [cloudName, userId]));
  const paired = await pairUsers(
    tx,
    names.filter((name) => !ids.has(name)),
  );
  for (const [name, id] of paired) ids.set(name, id);
  const fresh = names.filter((name) => !ids.has(name));
  const owns = fresh.length > 0 ? await ownUsernames(tx, fresh) : [];
  const made = await tx.user.createManyAndReturn({
    data: owns.map(({ own }) => namedUser(own)),
    select: { id: true, username: true },
  });
  const byName = new Map(made.map(({ username, id }) => [username, id]));
  const links = owns.flatMap(({ theirs, own }) => {
    const userId = byName.get(own);
    return userId ? [{ userId, cloudName: theirs }] : [];
  });
  await tx.cloudUser.createMany({ data: links });
  for (const { userId, cloudName } of links) ids.set(cloudName, userId);
  return {
    userIds: [...ids.values()],
    users: made.length,
    pairedUsers: paired.size,
    renamed: owns.filter(({ theirs, own }) => theirs !== own),
    refused,
  };
}

/** Whether a user ID from the cloud can be kept letter for letter. */
export const isKeepableName = (name: string): boolean =>
  name.length <= longestCloudId && !name.includes("\0");

/** Those who are here under the very same user ID. */
async function pairUsers(tx: Transaction, names: string[]): Promise<Map<string, string>> {
  const here = await tx.user.findMany({
    where: { username: { in: names }, apiUserOfId: null, cloud: null },
    select: { id: true, username: true },
  });
  await tx.cloudUser.createMany({
    data: here.map(({ id, username }) => ({ userId: id, cloudName: username })),
  });
  return new Map(here.map(({ id, username }) => [username, id]));
}

import { suspendedWarnings } from "../kernel/levels/suspended-warning.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Database } from "../kernel/database.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { keysOfAddresses } from "../users/handed-credentials.ts";
import { levelOf } from "../kernel/levels/require-level.ts";
import type { Plan } from "../kernel/requests/approval-policy.ts";
import { readEntry } from "./read-addresses.ts";
import { type InviteUsersInput, invitedAtMost } from "./read-address-file.ts";

/** What a bulk invitation would do. Refuses a list of which nobody can be invited, and one that is too long. */
export async function planBulkInvitation(
  ctx: Context<ConsoleUserActor>,
  input: InviteUsersInput,
  requestId?: string,
): Promise<Plan> {
  const { accountId, asAdministrator, withSubAccounts, subAccounts, count, faulty, digest } = input;
  const account = await ctx.db.account.findUnique({ where: { id: accountId } });
  if (!account)
    throw new DomainError("not-found", "This Account no longer exists. Choose another.", "accountId");
  refuseCount(count, faulty, subAccounts);
  const level = levelOf(asAdministrator);
  return {
    accountId,
    ...(requestId
      ? await leftOf(ctx.db, requestId)
      : {
          accountIds: [accountId, ...input.sensitiveIds],
          grantsAdministrator: asAdministrator || input.administrators > 0,
        }),
    dedupeKey: `invite-users:${accountId}:${digest}`,
    what: `${people(count)} to ${accountLabel(account)} as ${level}`,
    effects: [
      `${people(count - faulty)} ${count - faulty === 1 ? "is" : "are"} invited to ${accountLabel(account)} as ${level}, unless the list says otherwise. People who already have a user become members at once.`,
      ...levelWords(input),
      ...(subAccounts > 0 ? [subAccountWords(subAccounts)] : []),
    ],
    warnings: [
      ...suspendedWarnings([account]),
      ...(faulty > 0 ? [`${faulty} of ${count} cannot be invited. The result says why for each.`] : []),
      ...(withSubAccounts && subAccounts === 0 ? ["This Account has no sub-accounts."] : []),
    ],
    needsConfirmation: false,
  };
}

/** What those touch of which nothing is done: the Accounts that they meant when they were asked for. */
async function leftOf(db: Database, requestId: string) {
  const left = { requestId, finishedAt: null, outcome: null };
  const groups = await db.requestItem.groupBy({ by: ["accountId"], where: left });
  const administrators = { ...left, asAdministrator: true };
  const count = await db.requestItem.count({ where: administrators });
  const accountIds = groups.flatMap((group) => group.accountId ?? []);
  return {
    accountIds,
    beneficiaries: await newGainers(db, left, accountIds),
    grantsAdministrator: count > 0,
    administrators: {
      count,
      async first(take?: number) {
        const items = await db.requestItem.findMany({
          where: administrators,
          orderBy: { position: "asc" },
          ...(take !== undefined && { take }),
        });
        const ids = [...new Set(items.flatMap((item) => item.accountId ?? []))];
        const accounts = await db.account.findMany({ where: { id: { in: ids } } });
        const byId = new Map(accounts.map((account) => [account.id, account]));
        return items.map(({ subject, accountId }) => ({
          who: readEntry(subject).address,
          account: byId.get(accountId ?? ""),
        }));
      },
    },
  };
}

/** Those who get something on an Account that may have been marked sensitive since the list was given. */
async function newGainers(
  db: Database,
  left: Prisma.RequestItemWhereInput,
  accountIds: string[],
): Promise<string[]> {
  const where = { id: { in: accountIds }, sensitiveBecause: { not: null } };
  const sensitive = await db.account.findMany({ where, select: { id: true } });
  if (sensitive.length === 0) return [];
  const items = await db.requestItem.findMany({
    where: { ...left, accountId: { in: sensitive.map(({ id }) => id) } },
    select: { subject: true },
  });
  return keysOfAddresses(
    db,
    items.map(({ subject }) => readEntry(subject).address),
  );
}

function levelWords({ asAdministrator, administrators, count }: InviteUsersInput): string[] {
  if (administrators === (asAdministrator ? count : 0)) return [];
  return [
    `By the list, ${people(administrators)} ${administrators === 1 ? "becomes" : "become"} Administrator.`,
  ];
}

/** An invitation is for one address and one Account, so each Account has its own link. */
export function subAccountWords(count: number): string {
  const to = count === 1 ? "its sub-account" : `each of its ${count} sub-accounts`;
  return `The same goes for ${to}: each Account gets its own Membership or invitation, and its own mail.`;
}

export function people(count: number): string {
  return count === 1 ? "1 address" : `${count.toLocaleString("en")} addresses`;
}

function refuseCount(count: number, faulty: number, subAccounts: number): void {
  if (count === 0 || count === faulty) {
    const sentence =
      count === 0
        ? "Give at least one e-mail address."
        : "None of these is an e-mail address. Write them like name@company.com, with commas between them or one on each line.";
    throw new DomainError("invalid", sentence, "addresses");
  }
  const all = count * (1 + subAccounts);
  if (all <= invitedAtMost) return;
  throw new DomainError(
    "invalid",
    `These are ${all.toLocaleString("en")} invitations; at most ${invitedAtMost.toLocaleString("en")} go into one request. Split the list.`,
    "addresses",
  );
}

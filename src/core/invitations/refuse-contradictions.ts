import { findAccountsNamed } from "../accounts/find-accounts-named.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import type { Database } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Account } from "../generated/prisma/client.ts";
import { levelOf } from "../kernel/levels/require-level.ts";
import { addressKey } from "../kernel/text/identity-key.ts";
import { isAdministratorWord, type AddressEntry, entryFault } from "./read-addresses.ts";

interface Asked {
  accountId: string;
  asAdministrator: boolean;
  withSubAccounts: boolean;
}

const listedAtMost = 3;

/**
 * Throws invalid, as a question, where a list names one address for one Account at both levels: whichever came first would
 * win otherwise. Accounts are looked up for such addresses alone.
 */
export async function refuseContradictions(
  db: Database,
  asked: Asked,
  entries: AddressEntry[],
): Promise<void> {
  const levelIn = ({ level }: AddressEntry) =>
    (level ? isAdministratorWord(level) : undefined) ?? asked.asAdministrator;
  const rows = new Map<string, AddressEntry[]>();
  for (const entry of entries.filter((one) => !entryFault(one))) {
    const key = addressKey(entry.address);
    rows.set(key, [...(rows.get(key) ?? []), entry]);
  }
  const doubtful = [...rows.values()].filter((same) => new Set(same.map(levelIn)).size > 1);
  if (doubtful.length === 0) return;
  const accountsOf = await accountsNamed(db, asked, doubtful.flat());
  const questions = doubtful.flatMap((same) => {
    const at = (asAdministrator: boolean) =>
      same.filter((entry) => levelIn(entry) === asAdministrator).flatMap((entry) => accountsOf(entry));
    const access = new Set(at(false).map(({ id }) => id));
    const both = at(true).find(({ id }) => access.has(id));
    return both ? [`${same[0]?.address} for ${accountLabel(both)}`] : [];
  });
  if (questions.length === 0) return;
  const more = questions.length > listedAtMost ? [`${questions.length - listedAtMost} more`] : [];
  const listed = [...questions.slice(0, listedAtMost), ...more].join(", ");
  const levels = `as ${levelOf(true)} and as ${levelOf(false)}`;
  throw new DomainError(
    "invalid",
    `Which level do you mean? The list has this both ${levels}: ${listed}. Keep one row for each. Nothing was sent.`,
    "addresses",
  );
}

/** By API ID, else by name, as each row will look it up; those that are not found fail by themselves. */
async function accountsNamed(
  db: Database,
  { accountId, withSubAccounts }: Asked,
  entries: AddressEntry[],
): Promise<(entry: AddressEntry) => Account[]> {
  const words = entries.flatMap(({ account }) => (account ? [account] : []));
  const own = withSubAccounts ? [{ id: accountId }, { parentId: accountId }] : [{ id: accountId }];
  const [chosen, named] = await Promise.all([
    db.account.findMany({ where: { OR: own } }),
    findAccountsNamed(db, words),
  ]);
  return ({ account }) => (account ? named(account) : chosen);
}

import type { Database } from "../kernel/database.ts";
import type { Account } from "../generated/prisma/client.ts";
import { fold } from "../kernel/text/fold.ts";
import { identityKey } from "../kernel/text/identity-key.ts";

/**
 * Looks up many at once, as `findAccount` does one: by API ID, else by name. What comes back tells for each the Accounts that it
 * names: none, or several of one name.
 */
export async function findAccountsNamed(
  db: Database,
  words: string[],
): Promise<(words: string) => Account[]> {
  const different = [...new Set(words)];
  if (different.length === 0) return () => [];
  const found = await db.account.findMany({
    where: {
      OR: [{ apiIdKey: { in: different.map(identityKey) } }, { nameKey: { in: different.map(fold) } }],
    },
  });
  const byApiId = new Map(found.map((account) => [account.apiIdKey, account]));
  const byName = new Map<string, Account[]>();
  for (const one of found) byName.set(one.nameKey, [...(byName.get(one.nameKey) ?? []), one]);
  return (named) => {
    const account = byApiId.get(identityKey(named));
    return account ? [account] : (byName.get(fold(named)) ?? []);
  };
}

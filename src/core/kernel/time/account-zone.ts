import type { App } from "../../context.ts";
import type { Account } from "../../generated/prisma/client.ts";
import { knownTimeZone } from "./time-zone.ts";

/**
 * In which zone times are told to the Users of an Account: its own, or its parent's, or the Partner's. Accounts nest once:
 * see core/accounts/create-account.ts.
 */
export async function zoneOfAccount(
  app: Pick<App, "db" | "timeZone">,
  { timeZone, parentId }: Pick<Account, "timeZone" | "parentId">,
): Promise<string> {
  if (timeZone !== null || parentId === null) return knownTimeZone(timeZone) ?? app.timeZone;
  const parent = await app.db.account.findUnique({ where: { id: parentId }, select: { timeZone: true } });
  return knownTimeZone(parent?.timeZone) ?? app.timeZone;
}

/** The same for many, by their ids. */
export async function zonesOfAccounts(
  app: Pick<App, "db" | "timeZone">,
  accounts: Pick<Account, "id" | "timeZone" | "parentId">[],
): Promise<Map<string, string>> {
  const ids = accounts.flatMap(({ timeZone, parentId }) => (timeZone === null && parentId ? [parentId] : []));
  const where = { id: { in: [...new Set(ids)] } };
  const parents =
    ids.length > 0 ? await app.db.account.findMany({ where, select: { id: true, timeZone: true } }) : [];
  const zoneOfParent = new Map(parents.map(({ id, timeZone }) => [id, timeZone]));
  return new Map(
    accounts.map(({ id, timeZone, parentId }) => [
      id,
      knownTimeZone(timeZone ?? zoneOfParent.get(parentId ?? "")) ?? app.timeZone,
    ]),
  );
}

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

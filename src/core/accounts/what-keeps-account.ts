import type { Database, Transaction } from "../database.ts";
import { countCycles } from "../cycles/count-cycles.ts";
import { counted } from "../text/counted.ts";
import { isolate } from "../text/isolate.ts";

type Reading = Database | Transaction;

/** Why an Account cannot be deleted yet, as sentences; none where it can. Every such rule has its place here. */
export async function whatKeepsAccount(db: Reading, accountId: string): Promise<string[]> {
  return [...(await subAccountsKeepIt(db, accountId)), ...(await activeCyclesKeepIt(db, accountId))];
}

async function subAccountsKeepIt(db: Reading, parentId: string): Promise<string[]> {
  const count = await db.account.count({ where: { parentId } });
  if (count === 0) return [];
  return [`It has ${counted(count, "sub-account")}: delete ${count === 1 ? "it" : "them"} first.`];
}

async function activeCyclesKeepIt(db: Reading, accountId: string): Promise<string[]> {
  const { active, named } = await countCycles(db, accountId);
  if (active === 0) return [];
  const names = [...named.map((name) => `“${isolate(name)}”`), ...(active > named.length ? ["…"] : [])];
  const which = `${counted(active, "active cycle")} (${names.join(", ")})`;
  return [`It has ${which}: stop ${active === 1 ? "it" : "them"} first.`];
}

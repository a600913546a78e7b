import type { ConsoleUser } from "../../generated/prisma/client.ts";
import type { Database, Transaction } from "../database.ts";
import { accessOf, active, allows, type Permission } from "./access.ts";

/** The Console Users who may do this, those removed or frozen left out. */
export async function whoHolds(db: Database | Transaction, permission: Permission): Promise<ConsoleUser[]> {
  const everyone = await db.consoleUser.findMany({ where: active });
  return everyone.filter((user) => allows(accessOf(user), permission));
}

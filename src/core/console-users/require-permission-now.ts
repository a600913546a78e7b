import type { ConsoleUserActor } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import { accessOf, isActive, whyInactive } from "./access.ts";
import { allows, type Permission } from "./permission-grid.ts";

/**
 * The permission as it is in this transaction, held to its end: what was read of the actor before may be out of date, and nobody
 * takes it away meanwhile. Throws forbidden. `requirePermission` comes before it, and audits.
 */
export async function requirePermissionNow(
  tx: Transaction,
  { id, name }: ConsoleUserActor,
  permission: Permission,
): Promise<void> {
  await tx.$queryRaw`SELECT "id" FROM "ConsoleUser" WHERE "id" = ${id}::uuid FOR SHARE`;
  const user = await tx.consoleUser.findUnique({ where: { id } });
  if (!user || !isActive(user))
    throw new DomainError(
      "forbidden",
      `${name}, who asked for this, ${whyInactive(user)}. Nothing was done.`,
    );
  if (!allows(accessOf(user), permission))
    throw new DomainError("forbidden", `${name}, who asked for this, may no longer do so. Nothing was done.`);
}

import { z } from "zod";
import type { ConsoleUserActor, Context } from "../context.ts";
import { gridField } from "../kernel/access/access-refusal.ts";
import {
  type Access,
  type Area,
  consolePermissions,
  noAccess,
  raisedAccess,
} from "../kernel/access/access.ts";
import { holds, requirePermissionNow, whoCanGive } from "../kernel/access/require-access-change.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";

/** What a client may do: what is named, and no more. */
export const givenAccess = {
  fullAccess: z.boolean().default(false),
  permissions: consolePermissions.default({}),
};

interface Giving {
  attempted: string;
  accountId: string | null;
  /** What it may do already. */
  before?: Access;
}

/** Throws forbidden, audited, where the client could do what the actor may not: its tokens act without asking anybody. */
export async function requireGivable(
  ctx: Context<ConsoleUserActor>,
  access: Access,
  { attempted, accountId, before = noAccess }: Giving,
): Promise<void> {
  const missing = raisedAccess(before, access).find((one) => !holds(ctx.actor, one));
  if (!missing) return;
  await recordAudit(ctx.db, ctx, {
    action: "refused",
    subject: { kind: "command", name: attempted },
    accountId,
    after: { missing },
  });
  const words = missing === "full-access" ? "Full Access" : `“${missing.replace(":", ": ")}”`;
  const instead = missing === "full-access" ? " Name what it may do, as in “with users: edit”." : "";
  throw new DomainError(
    "forbidden",
    `You cannot give an API client ${words}, which you do not have. Nothing was changed.${instead} ${await whoCanGive(ctx, missing)}`,
    missing === "full-access" ? "fullAccess" : gridField(missing.split(":")[0] as Area),
  );
}

/** The same in the transaction that makes it, or shows its secret, held to its end. Throws forbidden. */
export async function requireGivableNow(
  tx: Transaction,
  actor: ConsoleUserActor,
  access: Access,
  before = noAccess,
): Promise<void> {
  for (const permission of ["settings:manage" as const, ...raisedAccess(before, access)])
    await requirePermissionNow(tx, actor, permission);
}

/** Who knows a client so well that they do not approve what it asks for: the Console User who made it or saw a secret. */
export function knownTo({ kind, id }: ConsoleUserActor): string[] {
  return kind === "console-user" ? [id] : [];
}

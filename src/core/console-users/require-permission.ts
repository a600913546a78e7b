import { recordAudit } from "../audit/record-audit.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { allows, type Permission } from "./permission-grid.ts";
import { whoCanGive } from "./who-can-give.ts";

/** Throws forbidden, saying what is missing and who can give it; the refusal is audited. */
export async function requirePermission(
  ctx: Context<ConsoleUserActor>,
  permission: Permission,
  attempted: string,
): Promise<void> {
  if (allows(ctx.actor, permission)) return;
  await recordAudit(ctx.db, ctx, {
    action: "refused",
    subject: { kind: "command", name: attempted },
    after: { missing: permission },
  });
  const [area, level] = permission.split(":");
  const givers = await whoCanGive(ctx, permission);
  throw new DomainError(
    "forbidden",
    `This needs the Console permission “${area}: ${level}”, which you do not have. ${givers}`,
  );
}

import { recordAudit } from "../audit/record-audit.ts";
import type { Context } from "../../context.ts";
import type { Partner } from "../../generated/prisma/client.ts";

/** The one Partner of this installation; made under this name unless there is one. */
export function ensurePartner(
  ctx: Pick<Context, "db" | "clock" | "actor">,
  { name }: { name: string },
): Promise<{ partner: Partner; created: boolean }> {
  return ctx.db.$transaction(async (tx) => {
    const [created] = await tx.partner.createManyAndReturn({ data: [{ id: 1, name }], skipDuplicates: true });
    if (!created)
      return { partner: await tx.partner.findUniqueOrThrow({ where: { id: 1 } }), created: false };
    const subject = { kind: "partner", id: "1", name };
    await recordAudit(tx, ctx, { action: "partner-created", subject });
    return { partner: created, created: true };
  });
}

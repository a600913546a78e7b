import type { Context } from "../../context.ts";
import type { CloudEffect, Prisma } from "../../generated/prisma/client.ts";
import type { HandStep } from "../cloud/hand-steps.ts";
import type { Transaction } from "../database.ts";
import type { After } from "../outbox/transact.ts";
import { after, hours } from "../time/clock.ts";
import { showSettling } from "./show-effect.ts";

/** Whoever is asked is reminded after so long, and each day from then on; of a level whose time is over, after an hour. */
const firstMs = hours(4);
const lateMs = hours(1);

export const remindFrom = (now: Date): Date => after(now, firstMs);

interface Asked {
  step: HandStep;
  accountId: string | null;
  requestId: string | null;
}

/** Asks people to do in the Console what was done here, in the caller's transaction. Nothing where the program is not connected. */
export async function askInConsole(
  ctx: Pick<Context, "cloud" | "clock">,
  tx: Transaction,
  then: After,
  { step, accountId, requestId }: Asked,
): Promise<void> {
  if (!ctx.cloud) return;
  const now = ctx.clock();
  const isLate = step.kind === "set-level" && step.ended === true;
  const effect = await tx.cloudEffect.create({
    data: {
      kind: step.kind,
      cloudId: "cloudId" in step ? step.cloudId : "",
      accountId,
      requestId,
      about: step,
      createdAt: now,
      byHandAt: now,
      remindAt: isLate ? after(now, lateMs) : remindFrom(now),
    },
  });
  await showSettling(ctx, tx, then, effect);
}

/** Steps that nobody has done yet are no longer to be done: something newer takes their place. */
export async function supersede(
  ctx: Pick<Context, "clock">,
  tx: Transaction,
  then: After,
  where: Prisma.CloudEffectWhereInput,
): Promise<void> {
  const open = { AND: where, doneAt: null, undoneAt: null };
  const steps: CloudEffect[] = await tx.cloudEffect.findMany({ where: open });
  for (const step of steps) {
    const data = { undoneAt: ctx.clock(), settledBy: null, remindAt: null };
    const { count } = await tx.cloudEffect.updateMany({
      where: { id: step.id, doneAt: null, undoneAt: null },
      data,
    });
    if (count > 0) await showSettling(ctx, tx, then, step);
  }
}

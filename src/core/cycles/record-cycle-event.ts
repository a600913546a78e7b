import type { AccountActor, Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import type { Cycle, CycleEventStatus } from "../generated/prisma/client.ts";
import { dueSoon } from "../kernel/outbox/outbox.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { cycleEventTask } from "./cycle-event-task.ts";

/**
 * Writes what was done to a Cycle and whose doing it is, in the transaction of the change: the User's own, the Account's API
 * User's where an application did it, or the application's by its name.
 */
export async function recordCycleEvent(
  tx: Transaction,
  after: After,
  ctx: Pick<Context<AccountActor>, "actor" | "clock">,
  { cycle, status }: { cycle: Cycle; status: CycleEventStatus },
): Promise<void> {
  const { actor } = ctx;
  const { accountId } = cycle;
  const now = ctx.clock();
  const partner = await tx.partner.findUnique({ where: { id: 1 }, select: { notificationUrl: true } });
  const notifyUrl = partner?.notificationUrl ?? null;
  const { id } = await tx.cycleEvent.create({
    data: {
      accountId,
      cycleId: cycle.id,
      cycleName: cycle.name,
      templateId: cycle.templateId,
      status,
      userId: await attributedTo(tx, actor, accountId),
      actorName: actor.name,
      completeParameter: await completeParameterOf(tx, actor, accountId),
      ...(notifyUrl && { notifyUrl, ...dueSoon(now) }),
      createdAt: now,
    },
    select: { id: true },
  });
  if (notifyUrl) after.dispatch(cycleEventTask(id));
}

async function attributedTo(tx: Transaction, actor: AccountActor, accountId: string): Promise<string | null> {
  if (actor.kind === "account-user") return actor.id;
  const apiUser = await tx.user.findUnique({ where: { apiUserOfId: accountId }, select: { id: true } });
  return apiUser?.id ?? null;
}

async function completeParameterOf(
  tx: Transaction,
  actor: AccountActor,
  accountId: string,
): Promise<string | null> {
  if (actor.kind !== "account-user" || !actor.deploymentId) return null;
  const where = { id: actor.deploymentId, accountId };
  const deployment = await tx.deployment.findUnique({ where, select: { completeParameter: true } });
  return deployment?.completeParameter ?? null;
}

import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { AccountActor, Context } from "../context.ts";
import type { Cycle } from "../generated/prisma/client.ts";
import type { Transaction } from "../kernel/database.ts";
import { workInAccount } from "../kernel/levels/work-in-account.ts";
import { loadCycle, recordCycleEvent } from "./record-cycle-event.ts";

/** Every how many minutes a Cycle can be said to run. */
export const intervals = [1, 5, 15, 30, 60, 120, 180, 240, 360, 480, 720, 1440, 10080] as const;

/** When a Cycle is to run, where it runs. What is left out stays as it is. */
export interface Schedule {
  interval?: number | null;
  startsAt?: Date | null;
  runOnce?: boolean;
}

interface CycleChoice {
  accountId: string;
  cycleId: string;
}

interface SwitchedCycle {
  cycle: Cycle;
  /** False where it was like that already: no event is recorded then. */
  changed: boolean;
}

/** Makes a Cycle active. Throws forbidden and not-found. */
export function startCycle(
  ctx: Context<AccountActor>,
  { schedule = {}, ...choice }: CycleChoice & { schedule?: Schedule },
): Promise<SwitchedCycle> {
  return switchCycle(ctx, choice, starting, schedule);
}

/** Pauses a Cycle. Throws forbidden and not-found. */
export function stopCycle(ctx: Context<AccountActor>, choice: CycleChoice): Promise<SwitchedCycle> {
  return switchCycle(ctx, choice, stopping, {});
}

const starting = { attempted: "start-cycle", from: "Paused", to: "Active", event: "started" } as const;
const stopping = { attempted: "stop-cycle", from: "Active", to: "Paused", event: "stopped" } as const;

async function switchCycle(
  ctx: Context<AccountActor>,
  { accountId, cycleId }: CycleChoice,
  { attempted, from, to, event }: typeof starting | typeof stopping,
  schedule: Schedule,
): Promise<SwitchedCycle> {
  return workInAccount(ctx, { accountId, attempted }, async (tx, _account, after) => {
    const before = await loadCycle(tx, { accountId, cycleId });
    await setSchedule(ctx, tx, before, schedule);
    const { id } = before;
    const { count } = await tx.cycle.updateMany({ where: { id, status: from }, data: { status: to } });
    const cycle = await loadCycle(tx, { accountId, cycleId });
    if (count === 0) return { cycle, changed: false };
    await recordCycleEvent(tx, after, ctx, { cycle, status: event });
    await recordAudit(tx, ctx, {
      action: `cycle-${event}`,
      subject: { kind: "cycle", id, name: cycle.name },
      accountId,
      before: { status: from },
      after: { status: to },
    });
    return { cycle, changed: true };
  });
}

async function setSchedule(
  ctx: Context<AccountActor>,
  tx: Transaction,
  cycle: Cycle,
  schedule: Schedule,
): Promise<void> {
  const before = toldOf(cycle);
  const after = toldOf({ ...cycle, ...schedule });
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  await tx.cycle.update({ where: { id: cycle.id }, data: schedule, select: { id: true } });
  await recordAudit(tx, ctx, {
    action: "cycle-adjusted",
    subject: { kind: "cycle", id: cycle.id, name: cycle.name },
    accountId: cycle.accountId,
    before,
    after,
  });
}

function toldOf({ interval, startsAt, runOnce }: Required<Schedule>) {
  return { interval, startsAt: startsAt?.toISOString() ?? null, runOnce };
}

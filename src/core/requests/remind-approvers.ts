import type { App } from "../context.ts";
import type { Request } from "../generated/prisma/client.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { addNote } from "./add-note.ts";
import { reminderAt } from "./enter-queue-or-approval.ts";

const atOnce = 200;

/** Reminds those who may approve, in the thread, each time a longer while after the last. Safe to run several at once. */
export async function remindApprovers(app: App): Promise<number> {
  const now = app.clock();
  const due = await app.db.request.findMany({
    where: { status: "awaitingApproval", remindAt: { lte: now }, expiresAt: { gt: now } },
    orderBy: { remindAt: "asc" },
    take: atOnce,
  });
  let sent = 0;
  for (const request of due) sent += (await remind(app, request, now)) ? 1 : 0;
  return sent;
}

async function remind(app: App, { id, reminders, remindAt }: Request, now: Date): Promise<boolean> {
  const number = reminders + 1;
  return transact(app, async (tx, after) => {
    // Of two sweeps that found it due, one sends it; and none sends it for what was decided meanwhile.
    const { count } = await tx.request.updateMany({
      where: { id, status: "awaitingApproval", reminders, remindAt },
      data: { reminders: number, remindAt: reminderAt(app.approvalPolicy, number, now) },
    });
    if (count > 0) await addNote(tx, after, id, `reminder-${number}`, now);
    return count > 0;
  });
}

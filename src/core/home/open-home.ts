import type { ConsoleUserActor, Context } from "../context.ts";
import { dispatch } from "../kernel/outbox/transact.ts";
import { dueSoon } from "../kernel/outbox/outbox.ts";
import { homeTask } from "../kernel/requests/invalidate-card.ts";

/** Has the caller's Home drawn as it is now; from then on it follows what changes. */
export async function openHome(ctx: Context<ConsoleUserActor>): Promise<void> {
  const now = ctx.clock();
  const consoleUserId = ctx.actor.id;
  await ctx.db.home.upsert({
    where: { consoleUserId },
    create: { consoleUserId, ...dueSoon(now) },
    update: { generation: { increment: 1 }, ...dueSoon(now) },
  });
  await dispatch(ctx, [homeTask({ consoleUserId })]);
}

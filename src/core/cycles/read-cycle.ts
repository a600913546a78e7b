import { enterAccount } from "../accounts/work-in-account.ts";
import type { AccountActor, Context } from "../context.ts";
import type { Cycle } from "../generated/prisma/client.ts";
import { loadCycle } from "./load-cycle.ts";

/** One Cycle of an Account. Throws forbidden and not-found. */
export async function readCycle(
  ctx: Context<AccountActor>,
  { accountId, cycleId }: { accountId: string; cycleId: string },
): Promise<Cycle> {
  await enterAccount(ctx, { accountId, attempted: "read-cycle" });
  return loadCycle(ctx.db, { accountId, cycleId });
}

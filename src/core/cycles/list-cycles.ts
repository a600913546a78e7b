import { enterAccount } from "../kernel/levels/work-in-account.ts";
import type { AccountActor, Context } from "../context.ts";
import type { Cycle } from "../generated/prisma/client.ts";
import { type Page, type PageInput, readPage } from "../kernel/text/page.ts";

/** An Account's Cycles, in the order in which they were made. Throws forbidden. */
export async function listCycles(
  ctx: Context<AccountActor>,
  { accountId, ...page }: { accountId: string } & PageInput,
): Promise<Page<Cycle>> {
  await enterAccount(ctx, { accountId, attempted: "list-cycles" });
  const where = { accountId };
  return readPage(
    page,
    () => ctx.db.cycle.count({ where }),
    (part) => ctx.db.cycle.findMany({ where, orderBy: { id: "asc" }, ...part }),
  );
}

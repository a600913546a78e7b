import { enterAccount } from "../accounts/work-in-account.ts";
import type { AccountActor, Context } from "../context.ts";
import type { Connector } from "../generated/prisma/client.ts";
import { type Page, type PageInput, readPage } from "../page.ts";

/** What can be installed in an Account, by name and version. Throws forbidden. */
export async function listConnectors(
  ctx: Context<AccountActor>,
  { accountId, ...page }: { accountId: string } & PageInput,
): Promise<Page<Connector>> {
  await enterAccount(ctx, { accountId, attempted: "list-connectors" });
  return readPage(
    page,
    () => ctx.db.connector.count(),
    (part) => ctx.db.connector.findMany({ orderBy: [{ nameKey: "asc" }, { version: "asc" }], ...part }),
  );
}

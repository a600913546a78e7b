import { enterAccount } from "../accounts/work-in-account.ts";
import type { AccountActor, Context } from "../context.ts";
import { type Page, type PageInput, readPage } from "../page.ts";
import { listedConnector, listedConnectorFields, type ListedConnector } from "./listed-connector.ts";

/** The Connectors installed in an Account, without their values. Throws forbidden. */
export async function listAccountConnectors(
  ctx: Context<AccountActor>,
  { accountId, ...page }: { accountId: string } & PageInput,
): Promise<Page<ListedConnector>> {
  await enterAccount(ctx, { accountId, attempted: "list-account-connectors" });
  const where = { accountId };
  return readPage(
    page,
    () => ctx.db.accountConnector.count({ where }),
    async (part) => {
      const order = { orderBy: { id: "asc" }, ...part } as const;
      const rows = await ctx.db.accountConnector.findMany({
        where,
        include: listedConnectorFields,
        ...order,
      });
      return rows.map(listedConnector);
    },
  );
}

import { enterAccount } from "../kernel/levels/work-in-account.ts";
import type { AccountActor, Context } from "../context.ts";
import type { Cycle, Prisma } from "../generated/prisma/client.ts";
import { type Order, type Page, type PageInput, readPage } from "../kernel/text/page.ts";
import { fold } from "../kernel/text/fold.ts";

interface CyclesAsked extends PageInput {
  accountId: string;
  order?: Order<"createdAt" | "name" | "status">;
  /** Has a step of this connector, or came from a Template that uses it. */
  connectorName?: string | undefined;
  connectorVersion?: string | undefined;
  /** Nothing has a tag here, so that none is found by one. */
  tag?: string | undefined;
}

/** An Account's Cycles, in the order in which they were made unless another is asked for. Throws forbidden. */
export async function listCycles(
  ctx: Context<AccountActor>,
  { accountId, order = { by: "createdAt", direction: "asc" }, ...asked }: CyclesAsked,
): Promise<Page<Cycle>> {
  await enterAccount(ctx, { accountId, attempted: "list-cycles" });
  const where = { accountId, ...filtered(asked) };
  const { direction } = order;
  // Ids are made of the time.
  const by = order.by === "createdAt" ? [] : [{ [order.by]: direction }];
  const orderBy = [...by, { id: direction }] as Prisma.CycleOrderByWithRelationInput[];
  return readPage(
    asked,
    () => ctx.db.cycle.count({ where }),
    (part) => ctx.db.cycle.findMany({ where, orderBy, ...part }),
  );
}

function filtered({ connectorName, connectorVersion, tag }: Partial<CyclesAsked>): Prisma.CycleWhereInput {
  if (tag) return { id: { in: [] } };
  if (!connectorName) return {};
  const version = connectorVersion ? { version: connectorVersion } : {};
  const some = { connector: { nameKey: fold(connectorName), ...version } };
  const template = { connectors: { some } };
  if (connectorVersion) return { template };
  return { OR: [{ template }, { steps: { array_contains: [{ connector: connectorName }] } }] };
}

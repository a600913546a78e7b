import { enterAccount } from "../accounts/work-in-account.ts";
import type { AccountActor, Context } from "../context.ts";
import type { Account, Cycle, Marketplace } from "../generated/prisma/client.ts";
import { loadMarketplace, type WholeMarketplace } from "./load-marketplace.ts";

export interface OpenMarketplace {
  account: Account;
  marketplace: WholeMarketplace;
  /** The Account's Cycles that came of its Templates, from wherever they were installed. */
  cycles: Cycle[];
}

/** A Marketplace as it is opened in an Account. Throws forbidden and not-found. */
export async function openMarketplace(
  ctx: Context<AccountActor>,
  { accountId, marketplaceId }: { accountId: string; marketplaceId: number },
): Promise<OpenMarketplace> {
  const account = await enterAccount(ctx, { accountId, attempted: "open-marketplace" });
  const marketplace = await loadMarketplace(ctx.db, marketplaceId);
  const cycles = await ctx.db.cycle.findMany({
    where: { accountId, templateId: { in: templateIdsOf(marketplace.cards) } },
    orderBy: { id: "asc" },
  });
  return { account, marketplace, cycles };
}

/** The Marketplaces that can be opened in an Account, by number. Throws forbidden. */
export async function listOpenMarketplaces(
  ctx: Context<AccountActor>,
  accountId: string,
): Promise<Marketplace[]> {
  await enterAccount(ctx, { accountId, attempted: "list-marketplaces" });
  return ctx.db.marketplace.findMany({ orderBy: { id: "asc" }, take: 200 });
}

export function templateIdsOf(cards: WholeMarketplace["cards"]): string[] {
  return [...new Set(cards.flatMap(({ templates }) => templates.map(({ templateId }) => templateId)))];
}

import { requirePermission } from "../console-users/require-permission.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Marketplace } from "../generated/prisma/client.ts";
import { loadMarketplace, type WholeMarketplace } from "./load-marketplace.ts";
import { findMarketplace } from "./find-marketplace.ts";

export interface MarketplaceRow {
  marketplace: Marketplace;
  cards: number;
  deployments: number;
}

/** Marketplaces by number, from the one behind `after`. */
export async function listMarketplaces(
  ctx: Context<ConsoleUserActor>,
  { after, take }: { after: number | undefined; take: number },
): Promise<{ rows: MarketplaceRow[]; next: number | undefined }> {
  await requirePermission(ctx, "marketplaces:view", "marketplaces");
  const found = await ctx.db.marketplace.findMany({
    where: after === undefined ? {} : { id: { gt: after } },
    orderBy: { id: "asc" },
    take: take + 1,
    include: { _count: { select: { cards: true, deployments: true } } },
  });
  const rows = found.slice(0, take).map(({ _count, ...marketplace }) => ({ marketplace, ..._count }));
  return { rows, next: found.length > take ? rows.at(-1)?.marketplace.id : undefined };
}

/** One Marketplace with its cards, and how often it was deployed. Throws forbidden, not-found and conflict. */
export async function lookUpMarketplace(
  ctx: Context<ConsoleUserActor>,
  words: string,
): Promise<{ marketplace: WholeMarketplace; deployments: number }> {
  await requirePermission(ctx, "marketplaces:view", "marketplaces");
  const { id } = await findMarketplace(ctx, words);
  const deployments = await ctx.db.deployment.count({ where: { marketplaceId: id } });
  return { marketplace: await loadMarketplace(ctx.db, id), deployments };
}

import { workInAccount } from "../accounts/work-in-account.ts";
import type { AccountActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { Cycle } from "../generated/prisma/client.ts";
import { install } from "../templates/install-template.ts";
import { loadMarketplace } from "./load-marketplace.ts";
import { templateIdsOf } from "./open-marketplace.ts";

interface Chosen {
  accountId: string;
  marketplaceId: number;
  cardId: string;
}

/**
 * Installs the Templates of a card that the Account has no Cycle of yet, all or none. Nothing is installed twice by two who
 * press at the same moment. Throws forbidden and not-found.
 */
export async function installCard(
  ctx: Context<AccountActor>,
  { accountId, marketplaceId, cardId }: Chosen,
): Promise<Cycle[]> {
  const attempt = { accountId, attempted: "install-card" };
  return workInAccount(ctx, attempt, async (tx, _account, after) => {
    const { cards } = await loadMarketplace(tx, marketplaceId);
    const card = cards.find(({ id }) => id === cardId);
    if (!card) throw new DomainError("not-found", "This card is no longer in the Marketplace.");
    const wanted = templateIdsOf([card]);
    const there = await tx.cycle.findMany({ where: { accountId, templateId: { in: wanted } } });
    const missing = wanted.filter((id) => !there.some(({ templateId }) => templateId === id));
    const cycles: Cycle[] = [];
    for (const templateId of missing) cycles.push(await install(ctx, tx, after, { accountId, templateId }));
    return cycles;
  });
}

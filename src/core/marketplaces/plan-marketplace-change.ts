import type { ConsoleUserActor, Context } from "../context.ts";
import type { Database, Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Template } from "../generated/prisma/client.ts";
import type { Plan } from "../requests/plan.ts";
import { counted } from "../text/counted.ts";
import { fold } from "../text/fold.ts";
import { loadMarketplace, type MarketplaceCardRow, type WholeMarketplace } from "./load-marketplace.ts";
import { cardsAtMost, type MarketplaceChange } from "./marketplace-change.ts";
import { marketplaceLabel } from "./marketplace-label.ts";

type Said = Pick<Plan, "what" | "effects" | "warnings" | "asks">;

/** What a change would do. Throws not-found and conflict, at its field. */
export async function planMarketplaceChange(
  ctx: Context<ConsoleUserActor>,
  change: MarketplaceChange,
): Promise<Plan> {
  const openKey =
    change.change === "create" ? `marketplace:${fold(change.name)}` : `marketplace:${change.marketplaceId}`;
  return { openKey, ...(await said(ctx.db, change)) };
}

async function said(db: Database, change: MarketplaceChange): Promise<Said> {
  if (change.change === "create") {
    await requireFreeName(db, change.name);
    return adds(
      `the new Marketplace ${change.name}`,
      `The Marketplace ${change.name} is made, without a card.`,
    );
  }
  const marketplace = await loadMarketplace(db, change.marketplaceId);
  const label = marketplaceLabel(marketplace);
  switch (change.change) {
    case "rename":
      await requireFreeName(db, change.name, marketplace.id);
      return adds(`a new name for Marketplace ${label}`, `Marketplace ${label} is called ${change.name}.`);
    case "delete":
      return deletion(db, marketplace);
    case "add-card": {
      requireRoom(marketplace);
      const names = namesOf(await loadTemplates(db, change.templateIds));
      const effect = `The card ${change.title} is added to Marketplace ${label}, with ${names}.`;
      return adds(`the card ${change.title} in Marketplace ${label}`, effect);
    }
    case "remove-card": {
      const { title } = cardOf(marketplace, change.cardId);
      return {
        what: `the removal of the card ${title} from Marketplace ${label}`,
        effects: [
          `The card ${title} is taken out of Marketplace ${label}. What was installed from it stays.`,
        ],
        warnings: [],
        asks: true,
      };
    }
    case "set-templates": {
      const { title } = cardOf(marketplace, change.cardId);
      const names = namesOf(await loadTemplates(db, change.templateIds));
      return adds(
        `the templates of the card ${title}`,
        `The card ${title} of Marketplace ${label} offers ${names}.`,
      );
    }
  }
}

async function deletion(db: Database, marketplace: WholeMarketplace): Promise<Said> {
  const label = marketplaceLabel(marketplace);
  const { cards, id } = marketplace;
  const deployments = await db.deployment.count({ where: { marketplaceId: id } });
  const accounts = await db.deployment.groupBy({ by: ["accountId"], where: { marketplaceId: id } });
  return {
    what: `the deletion of Marketplace ${label}`,
    effects: [
      `Marketplace ${label} is deleted, with ${counted(cards.length, "card")}. Templates and what was installed stay.`,
    ],
    warnings:
      deployments > 0
        ? [
            `It was deployed ${counted(deployments, "time")}, for ${counted(accounts.length, "Account")}: those links stop working.`,
          ]
        : [],
    asks: true,
  };
}

function adds(what: string, effect: string): Said {
  return { what, effects: [effect], warnings: [], asks: false };
}

export const namesOf = (templates: Template[]) => templates.map(({ name }) => name).join(", ");

export function cardOf(marketplace: WholeMarketplace, cardId: string): MarketplaceCardRow {
  const card = marketplace.cards.find(({ id }) => id === cardId);
  if (card) return card;
  throw new DomainError("not-found", "This card is no longer there. Choose another.", "card");
}

export function requireRoom({ cards }: WholeMarketplace): void {
  if (cards.length >= cardsAtMost)
    throw new DomainError("conflict", `A Marketplace has at most ${cardsAtMost} cards.`, "marketplaceId");
}

/** Throws conflict, at the field, where another Marketplace has this name in any case. */
export async function requireFreeName(db: Database | Transaction, name: string, id?: number): Promise<void> {
  const holder = await db.marketplace.findUnique({ where: { nameKey: fold(name) }, select: { id: true } });
  if (holder && holder.id !== id)
    throw new DomainError("conflict", `Marketplace ${holder.id} has this name already.`, "name");
}

/** These Templates, in this order. Throws not-found, at the field. */
export async function loadTemplates(db: Database | Transaction, ids: string[]): Promise<Template[]> {
  const found = await db.template.findMany({ where: { id: { in: ids } } });
  return ids.map((id) => {
    const template = found.find((one) => one.id === id);
    if (template) return template;
    throw new DomainError(
      "not-found",
      "One of these templates no longer exists. Choose again.",
      "templateIds",
    );
  });
}

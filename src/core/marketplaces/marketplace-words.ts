import { counted } from "../text/counted.ts";
import { isolate } from "../text/isolate.ts";
import type { MarketplaceCardRow, WholeMarketplace } from "./load-marketplace.ts";
import { marketplaceLabel } from "./marketplace-label.ts";

/** One Marketplace, line by line, in plain text. */
export function marketplaceDetailWords({
  marketplace,
  deployments,
}: {
  marketplace: WholeMarketplace;
  deployments: number;
}): string[] {
  const { cards, id } = marketplace;
  return [
    `Marketplace ${isolate(marketplaceLabel(marketplace))}`,
    ...(cards.length === 0 ? ["It has no card yet."] : cards.map(cardWords)),
    `Deployed: ${counted(deployments, "time")}. /cyclr marketplace ${id} deploys it.`,
  ];
}

function cardWords(card: MarketplaceCardRow, at: number): string {
  const templates = card.templates.map(({ template }) => {
    const connectors = template.connectors.map(({ connector }) => connector.title).join(", ");
    return `${isolate(template.name)}${connectors ? ` (${isolate(connectors)})` : ""}`;
  });
  return `${at + 1}. ${isolate(card.title)}: ${templates.join("; ") || "no template"}`;
}

/** What a Marketplace offers, for a card in the chat: its cards, by title. */
export function offeredWords({ cards }: WholeMarketplace): string {
  const titles = cards.slice(0, offeredAtMost).map(({ title }) => title);
  return [...titles, ...(cards.length > offeredAtMost ? ["…"] : [])].join(", ") || "no card yet";
}

const offeredAtMost = 10;

import { shorten } from "../chat/mrkdwn.ts";
import type { App } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { Marketplace } from "../generated/prisma/client.ts";
import { escapeLike } from "../text/escape-like.ts";
import { fold } from "../text/fold.ts";
import type { MarketplaceCardRow, WholeMarketplace } from "./load-marketplace.ts";
import { marketplaceLabel } from "./marketplace-label.ts";

const listedAtMost = 10;
const largest = 2_147_483_647;

/** The one Marketplace that the words name: by number, else by name. Throws not-found and conflict. */
export async function findMarketplace(
  app: Pick<App, "db">,
  words: string,
  field = "marketplaceId",
): Promise<Marketplace> {
  const key = fold(words);
  if (!key) throw new DomainError("invalid", "Name the Marketplace, by its number or name.", field);
  const number = /^#?(\d{1,10})$/.exec(key)?.[1];
  if (number && Number(number) <= largest) {
    const numbered = await app.db.marketplace.findUnique({ where: { id: Number(number) } });
    if (numbered) return numbered;
  }
  const named = await app.db.marketplace.findUnique({ where: { nameKey: key } });
  if (named) return named;
  const near = await searchMarketplaces(app, words, listedAtMost);
  const [only, ...others] = near;
  if (only && others.length === 0) return only;
  if (!only) {
    const sentence = `No Marketplace has the number or name “${shorten(words, 80)}”. /cyclr marketplaces lists them.`;
    throw new DomainError("not-found", sentence, field);
  }
  const lead = "Several Marketplaces fit. Say which, by its number:";
  throw new DomainError(
    "conflict",
    [lead, ...near.map((one) => `• ${marketplaceLabel(one)}`)].join("\n"),
    field,
  );
}

/** Marketplaces whose name contains the words, or whose number begins so, by number. */
export function searchMarketplaces(
  { db }: Pick<App, "db">,
  words: string,
  take: number,
): Promise<Marketplace[]> {
  const key = fold(words);
  const where = key ? { nameKey: { contains: escapeLike(key) } } : {};
  return db.marketplace.findMany({ where, orderBy: { id: "asc" }, take });
}

/** The one card that the words name: by its place, from 1, else by title. Throws not-found and conflict. */
export function findCard(marketplace: WholeMarketplace, words: string, field = "card"): MarketplaceCardRow {
  const key = fold(words);
  const { cards } = marketplace;
  const placed = /^\d{1,4}$/.test(key) ? cards[Number(key) - 1] : undefined;
  const fits = placed ? [placed] : cards.filter(({ title }) => fold(title) === key);
  const [only, ...others] = fits;
  if (only && others.length === 0) return only;
  const listed = cards.slice(0, listedAtMost).map(({ title }, at) => `• ${at + 1} ${title}`);
  const lead = `${only ? "Several cards are" : "No card is"} called “${shorten(words, 80)}”. Say which, by its number:`;
  throw new DomainError(only ? "conflict" : "not-found", [lead, ...listed].join("\n"), field);
}

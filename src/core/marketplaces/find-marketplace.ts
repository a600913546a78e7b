import { shorten } from "../kernel/text/mrkdwn.ts";
import type { App, ConsoleUserActor, Context } from "../context.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Marketplace } from "../generated/prisma/client.ts";
import { escapeLike } from "../kernel/text/escape-like.ts";
import { fold } from "../kernel/text/fold.ts";
import {
  type MarketplaceCardRow,
  type WholeMarketplace,
  marketplaceLabel,
  loadMarketplace,
} from "./deploy-request-card.ts";
import { requirePermission } from "../kernel/access/require-access-change.ts";
import { hint } from "../kernel/text/command-hint.ts";

const listedAtMost = 10;
const largest = 2_147_483_647;

/** The one Marketplace that the words name: by number, else by name. Throws not-found and conflict. */
export async function findMarketplace(
  app: Pick<App, "db">,
  words: string,
  field = "marketplaceId",
): Promise<Marketplace> {
  const key = fold(words);
  if (!key) throw new DomainError("invalid", "Give the number or name of the Marketplace.", field);
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
    const sentence = `No Marketplace has the number or name “${shorten(words, 80)}”. ${hint("marketplaces")} lists them.`;
    throw new DomainError("not-found", sentence, field);
  }
  const lead = "Several Marketplaces fit. Give the number of the one you mean:";
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
  const lead = `${only ? "Several cards are" : "No card is"} called “${shorten(words, 80)}”. Give the number of the one you mean:`;
  throw new DomainError(only ? "conflict" : "not-found", [lead, ...listed].join("\n"), field);
}

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

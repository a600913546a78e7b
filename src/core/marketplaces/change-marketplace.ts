import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { applyOnce } from "../requests/apply-once.ts";
import { defineRequest } from "../requests/define-request.ts";
import { fold } from "../text/fold.ts";
import { lockMarketplace, type WholeMarketplace } from "./load-marketplace.ts";
import { type MarketplaceChange, marketplaceChange } from "./marketplace-change.ts";
import { marketplaceChangeCard } from "./marketplace-change-card.ts";
import { marketplaceLabel } from "./marketplace-label.ts";
import {
  cardOf,
  loadTemplates,
  namesOf,
  planMarketplaceChange,
  requireFreeName,
  requireRoom,
} from "./plan-marketplace-change.ts";

/** Makes, renames and deletes Marketplaces, and adds, removes and fills their cards. */
export const changeMarketplaceRequest = defineRequest({
  kind: "change-marketplace",
  input: marketplaceChange,
  needs: "marketplaces:manage",
  plan: planMarketplaceChange,

  run: (ctx, request, input) =>
    applyOnce(ctx, request, async (tx) => {
      const { marketplace, action, before, after } = await apply(tx, input, ctx.clock());
      await recordAudit(tx, ctx, {
        action,
        subject: { kind: "marketplace", id: String(marketplace.id), name: marketplaceLabel(marketplace) },
        requestId: request.id,
        ...(before && { before }),
        ...(after && { after }),
      });
      return action;
    }),

  card: marketplaceChangeCard,
});

interface Applied {
  marketplace: { id: number; name: string };
  action: string;
  before?: Prisma.InputJsonObject;
  after?: Prisma.InputJsonObject;
}

async function apply(tx: Transaction, change: MarketplaceChange, now: Date): Promise<Applied> {
  if (change.change === "create") return create(tx, change.name, now);
  const marketplace = await lockMarketplace(tx, change.marketplaceId);
  switch (change.change) {
    case "rename":
      return rename(tx, marketplace, change.name);
    case "delete": {
      await tx.marketplace.delete({ where: { id: marketplace.id } });
      const before = { name: marketplace.name, cards: marketplace.cards.map(({ title }) => title) };
      return { marketplace, action: "marketplace-deleted", before };
    }
    case "add-card":
      return addCard(tx, marketplace, change);
    case "remove-card": {
      const card = cardOf(marketplace, change.cardId);
      await tx.marketplaceCard.delete({ where: { id: card.id } });
      return { marketplace, action: "marketplace-card-removed", before: { card: card.title } };
    }
    case "set-templates":
      return setTemplates(tx, marketplace, change);
  }
}

async function create(tx: Transaction, name: string, createdAt: Date): Promise<Applied> {
  await requireFreeName(tx, name);
  const marketplace = await tx.marketplace.create({ data: { name, nameKey: fold(name), createdAt } });
  return { marketplace, action: "marketplace-created", after: { name } };
}

async function rename(tx: Transaction, marketplace: WholeMarketplace, name: string): Promise<Applied> {
  await requireFreeName(tx, name, marketplace.id);
  const { id } = marketplace;
  const renamed = await tx.marketplace.update({ where: { id }, data: { name, nameKey: fold(name) } });
  const [before, after] = [{ name: marketplace.name }, { name }];
  return { marketplace: renamed, action: "marketplace-renamed", before, after };
}

async function addCard(
  tx: Transaction,
  marketplace: WholeMarketplace,
  { title, templateIds }: Extract<MarketplaceChange, { change: "add-card" }>,
): Promise<Applied> {
  requireRoom(marketplace);
  const { cards, id: marketplaceId } = marketplace;
  if (cards.some((card) => fold(card.title) === fold(title)))
    throw new DomainError("conflict", `There is a card called ${title} already.`, "title");
  const templates = await loadTemplates(tx, templateIds);
  const position = (cards.at(-1)?.position ?? 0) + 1;
  await tx.marketplaceCard.create({
    data: {
      marketplaceId,
      position,
      title,
      templates: { create: templates.map(({ id }, at) => ({ templateId: id, position: at })) },
    },
  });
  const after = { card: title, templates: namesOf(templates) };
  return { marketplace, action: "marketplace-card-added", after };
}

async function setTemplates(
  tx: Transaction,
  marketplace: WholeMarketplace,
  { cardId, templateIds }: Extract<MarketplaceChange, { change: "set-templates" }>,
): Promise<Applied> {
  const card = cardOf(marketplace, cardId);
  const templates = await loadTemplates(tx, templateIds);
  await tx.cardTemplate.deleteMany({ where: { cardId } });
  await tx.cardTemplate.createMany({
    data: templates.map(({ id }, position) => ({ cardId, templateId: id, position })),
  });
  const before = { templates: card.templates.map(({ template }) => template.name).join(", ") };
  const after = { card: card.title, templates: namesOf(templates) };
  return { marketplace, action: "marketplace-templates-set", before, after };
}

import type { AuditAction } from "../kernel/audit/audit-actions.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { applyOnce } from "../kernel/requests/require-approved.ts";
import { type CardContent, defineRequest, type RequestRow } from "../kernel/requests/request-kind.ts";
import { fold } from "../kernel/text/fold.ts";
import { lockMarketplace, type WholeMarketplace, marketplaceLabel } from "./deploy-request-card.ts";
import {
  type MarketplaceChange,
  marketplaceChange,
  cardOf,
  loadTemplates,
  namesOf,
  planMarketplaceChange,
  requireFreeName,
  requireRoom,
} from "./plan-marketplace-change.ts";
import type { Card } from "../kernel/chat/chat.ts";
import type { App } from "../context.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { hint } from "../kernel/text/command-hint.ts";

const nouns: Record<MarketplaceChange["change"], { noun: string; done: string }> = {
  create: { noun: "New Marketplace", done: "Marketplace created" },
  rename: { noun: "Renaming of a Marketplace", done: "Marketplace renamed" },
  delete: { noun: "Deletion of a Marketplace", done: "Marketplace deleted" },
  "add-card": { noun: "New card", done: "Card added" },
  "remove-card": { noun: "Removal of a card", done: "Card removed" },
  "set-templates": { noun: "Choice of templates", done: "Templates chosen" },
};

/** The audit says what became of it: the Marketplace itself may have changed again, or be gone. */
async function marketplaceChangeCard(
  app: App,
  request: RequestRow,
  input: MarketplaceChange,
): Promise<CardContent> {
  const done = request.status === "done";
  const event = done
    ? await app.db.auditEvent.findFirst({ where: { requestId: request.id, subjectKind: "marketplace" } })
    : null;
  const fields = await fieldsOf(app, input, event?.subjectName);
  return standardCard(app, request, {
    ...nouns[input.change],
    fields,
    note:
      input.change === "delete"
        ? "Templates stay, and so does everything that was installed."
        : whereShown(event?.subjectId),
  });
}

const whereShown = (id: string | null | undefined) =>
  id ? `${hint("marketplaces")} ${id} shows it with its cards.` : "";

async function fieldsOf({ db }: App, input: MarketplaceChange, label?: string): Promise<Card["fields"]> {
  const marketplace =
    input.change === "create" || label
      ? null
      : await db.marketplace.findUnique({ where: { id: input.marketplaceId } });
  const named = input.change === "create" ? input.name : "one that was deleted";
  const fields: Card["fields"] = [
    ["Marketplace", label ?? (marketplace ? marketplaceLabel(marketplace) : named)],
  ];
  if (input.change === "rename") fields.push(["New name", input.name]);
  if (input.change === "add-card") fields.push(["Card", input.title]);
  if ("cardId" in input) {
    const card = await db.marketplaceCard.findUnique({ where: { id: input.cardId } });
    fields.push(["Card", card?.title ?? "one that was removed"]);
  }
  if ("templateIds" in input) {
    const templates = await db.template.findMany({ where: { id: { in: input.templateIds } } });
    fields.push(["Templates", templates.map(({ name }) => name).join(", ")]);
  }
  return fields;
}

/** Makes, renames and deletes Marketplaces, and adds, removes and fills their cards. */
export const changeMarketplaceRequest = defineRequest({
  kind: "change-marketplace",
  input: marketplaceChange,
  needs: "marketplaces:manage",
  undo: `${hint("marketplaces")} changes it back.`,
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
  action: AuditAction;
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

import type { ConsoleUserActor, Context } from "../context.ts";
import type { Database, Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Template } from "../generated/prisma/client.ts";
import type { Plan } from "../kernel/requests/approval-policy.ts";
import { counted } from "../kernel/text/counted.ts";
import { fold } from "../kernel/text/fold.ts";
import {
  loadMarketplace,
  type MarketplaceCardRow,
  type WholeMarketplace,
  marketplaceLabel,
} from "./deploy-request-card.ts";
import { z } from "zod";

const text = (what: string, most: number) =>
  z
    .string({ error: `Enter ${what}.` })
    .trim()
    .min(1, `Enter ${what}.`)
    .max(most, `Use at most ${most} characters.`)
    .regex(/^\P{Cc}*$/u, "Leave out control characters.");

const cardsAtMost = 100;
const templatesAtMost = 50;

const marketplaceId = z.coerce
  .number({ error: "Choose a Marketplace." })
  .int("Choose a Marketplace.")
  .positive("Choose a Marketplace.");
const name = text("a name", 100);
const title = text("the card's title", 100);
const cardId = z.uuid("Choose a card.");
const templateIds = z
  .array(z.uuid("Choose templates."), { error: "Choose templates." })
  .min(1, "Choose at least one template.")
  .max(templatesAtMost, `Choose at most ${templatesAtMost} templates.`)
  .transform((ids) => [...new Set(ids)]);

/** What can be done to a Marketplace. */
export const marketplaceChange = z.discriminatedUnion("change", [
  z.object({ change: z.literal("create"), name }),
  z.object({ change: z.literal("rename"), marketplaceId, name }),
  z.object({ change: z.literal("delete"), marketplaceId }),
  z.object({ change: z.literal("add-card"), marketplaceId, title, templateIds }),
  z.object({ change: z.literal("remove-card"), marketplaceId, cardId }),
  z.object({ change: z.literal("set-templates"), marketplaceId, cardId, templateIds }),
]);

export type MarketplaceChange = z.infer<typeof marketplaceChange>;

type Said = Pick<Plan, "what" | "effects" | "warnings" | "needsConfirmation">;

/** What a change would do. Throws not-found and conflict, at its field. */
export async function planMarketplaceChange(
  ctx: Context<ConsoleUserActor>,
  change: MarketplaceChange,
): Promise<Plan> {
  const dedupeKey =
    change.change === "create" ? `marketplace:${fold(change.name)}` : `marketplace:${change.marketplaceId}`;
  return { dedupeKey, ...(await said(ctx.db, change)) };
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
          `The card ${title} is removed from Marketplace ${label}. Everything that was installed from it stays.`,
        ],
        warnings: [],
        needsConfirmation: true,
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
      `Marketplace ${label} is deleted, with ${counted(cards.length, "card")}. Templates stay, and so does everything that was installed.`,
    ],
    warnings:
      deployments > 0
        ? [
            `It was deployed ${counted(deployments, "time")}, for ${counted(accounts.length, "Account")}: those links stop working.`,
          ]
        : [],
    needsConfirmation: true,
  };
}

function adds(what: string, effect: string): Said {
  return { what, effects: [effect], warnings: [], needsConfirmation: false };
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
